package dev.mcp2026.mcpctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.proto.saga.v1.StartSagaRequest;
import dev.mcp2026.proto.saga.v1.WatchSagaRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SagaTest {
    private static final String DEFINITION = """
            apiVersion: mcp2026/v1
            kind: Saga
            metadata: { name: order }
            spec:
              input: { order: o-1 }
              steps:
                - step: reserve
                  action: { http: { url: 'http://localhost:1/reserve', body: { id: '${input.order}' } } }
                  compensation: none
            """;

    @TempDir
    Path directory;

    private CellUnderTest cell;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        cell = new CellUnderTest(directory);
        file = Files.writeString(directory.resolve("order.yaml"), DEFINITION);
    }

    @AfterEach
    void stop() throws InterruptedException {
        cell.close();
    }

    private CellUnderTest.Run saga(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "saga";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return cell.run(all);
    }

    @Test
    void runCanBeToldNotToLookIfParticipantsAreThere() {
        assertThat(saga("run", "-f", file.toString(), "--no-probe").code()).isZero();
        assertThat(saga("run", "-f", file.toString()).code()).isZero();
        assertThat(cell.sagas.started)
                .extracting(StartSagaRequest::getSkipProbe)
                .containsExactly(true, false);
    }

    @Test
    void runStartsOneAndFollowsItToItsEnd() {
        CellUnderTest.Run run = saga("run", "-f", file.toString(), "--input", "amount=5", "--input", "order=o-2");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.out()).contains("reserve         done        {\"reservation\":7}", "saga            completed");
        assertThat(run.err()).contains("saga/" + FakeSagas.ID + " started");
        StartSagaRequest sent = cell.sagas.started.getFirst();
        assertThat(sent.getDefinition()).isEqualTo(DEFINITION);
        assertThat(sent.getIdempotencyKey()).isNotEmpty();
        assertThat(sent.getInput().getFieldsOrThrow("amount").getNumberValue()).isEqualTo(5);
        assertThat(sent.getInput().getFieldsOrThrow("order").getStringValue()).isEqualTo("o-2");
    }

    @Test
    void aSagaThatWentBackHasItsOwnExitStatus() {
        cell.sagas.end = SagaPhase.SAGA_PHASE_COMPENSATED;
        assertThat(saga("watch", "saga/" + FakeSagas.ID).code()).isEqualTo(ExitCodes.COMPENSATED);
    }

    @Test
    void aBrokenWatchIsTakenUpBehindTheLastEvent() {
        cell.sagas.breaking = true;
        CellUnderTest.Run run = saga("watch", FakeSagas.ID);
        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.err()).contains("the coordinator goes");
        assertThat(cell.sagas.watches).extracting(WatchSagaRequest::getAfter).containsExactly(0L, 1L);
    }

    @Test
    void whatIsWrongIsToldWithLineAndFieldAndNothingIsSent() throws IOException {
        Files.writeString(file, DEFINITION.replace("compensation: none", "compensate: none"));
        CellUnderTest.Run run = saga("run", "-f", file.toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("order.yaml", "compensate");
        assertThat(cell.sagas.started).isEmpty();
    }

    @Test
    void validateAsksNobody() throws InterruptedException {
        cell.stop();
        CellUnderTest.Run run = saga("validate", "-f", file.toString());
        assertThat(run.out()).isEqualTo("saga order of tenant default is valid: 1 step\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void listShowsAndNarrows() {
        assertThat(saga("list").out()).contains(FakeSagas.ID, "order", "shop", "completed");
        assertThat(saga("list", "--phase", "running,compensating").err()).contains("no sagas match");
    }

    @Test
    void whyTellsStepsAndHistory() {
        CellUnderTest.Run run = cell.run("why", "saga/" + FakeSagas.ID);
        assertThat(run.out()).contains("order of tenant shop is completed", "reserve (pivot)", "epoch 2", "begun");
        assertThat(cell.run("why", "saga", "nothing").code()).isEqualTo(6);
    }

    @Test
    void cancelCarriesTheReason() {
        assertThat(saga("cancel", FakeSagas.ID, "--reason", "wrong order").code())
                .isZero();
        assertThat(cell.sagas.cancelled.getFirst().getReason()).isEqualTo("wrong order");
    }
}
