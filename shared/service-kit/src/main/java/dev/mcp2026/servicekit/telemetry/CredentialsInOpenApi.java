package dev.mcp2026.servicekit.telemetry;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/// Adds to the OpenAPI document what holds for every operation: either credential is needed, and whatever goes
/// wrong is answered with a problem document.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CredentialsInOpenApi implements OASFilter {
    private static final String TOKEN = "token";
    private static final String CERTIFICATE = "certificate";
    private static final String PROBLEM = "Problem";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents()
                .addSecurityScheme(
                        TOKEN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("The content of the trust directory's file 'token'"))
                .addSecurityScheme(
                        CERTIFICATE,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.MUTUALTLS)
                                .description("An X.509-SVID of the trust domain"))
                .addSchema(PROBLEM, problem());
        document.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TOKEN));
        document.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(CERTIFICATE));
        if (document.getPaths() != null && document.getPaths().getPathItems() != null) {
            document.getPaths()
                    .getPathItems()
                    .values()
                    .forEach(path -> path.getOperations().values().forEach(CredentialsInOpenApi::answersWithProblem));
        }
    }

    private static void answersWithProblem(Operation operation) {
        Content content = OASFactory.createContent()
                .addMediaType(
                        "application/problem+json",
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(PROBLEM)));
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        operation
                .getResponses()
                .addAPIResponse(
                        "default",
                        OASFactory.createAPIResponse()
                                .description("What went wrong (RFC 9457)")
                                .content(content));
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .addProperty("type", text("URN of the kind of problem"))
                .addProperty("title", text("The same for all problems of the kind"))
                .addProperty(
                        "status",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.INTEGER)
                                .description("HTTP status"))
                .addProperty("detail", text("What was wrong"))
                .addProperty("instance", text("Path of the request"))
                .addProperty("kind", text("The kind, as gRPC names it in ErrorInfo.reason"))
                .addProperty("field", text("Path of the field at fault"))
                .addProperty("action", text("What to do about it"))
                .addProperty("traceId", text("Finds the server's log lines"));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }
}
