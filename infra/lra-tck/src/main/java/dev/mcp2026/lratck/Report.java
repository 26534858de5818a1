package dev.mcp2026.lratck;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// `Report REPORTS JSON`: says how the run went, from Surefire's XML files in REPORTS, and writes JSON. Ends with 1
/// when a
/// test failed or none ran. The JDK is all it needs.
public final class Report {
    private Report() {}

    enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    /// @param name as `TckTests#closeLRA`
    /// @param message its first line; empty for what passed
    record Result(String name, Outcome outcome, double seconds, String message) {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            System.err.println("usage: Report REPORTS JSON");
            System.exit(2);
        }
        List<Result> results = read(Path.of(arguments[0]));
        Files.writeString(Path.of(arguments[1]), json(results));
        print(results, System.out);
        System.exit(
                results.isEmpty() || results.stream().anyMatch(result -> result.outcome() == Outcome.FAILED) ? 1 : 0);
    }

    /// By name. A test that fails and whose cleaning up then fails too is reported twice by Surefire; the first counts.
    static List<Result> read(Path folder) throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilder parser = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
        Map<String, Result> results = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .flatMap(file -> cases(parser, file))
                    .forEach(result -> results.putIfAbsent(result.name(), result));
        }
        return List.copyOf(results.values());
    }

    private static Stream<Result> cases(DocumentBuilder parser, Path file) {
        try {
            NodeList cases = parser.parse(file.toFile()).getElementsByTagName("testcase");
            return Stream.iterate(0, i -> i < cases.getLength(), i -> i + 1)
                    .map(i -> result((Element) cases.item(i)))
                    .toList()
                    .stream();
        } catch (IOException | SAXException e) {
            throw new IllegalStateException("not a report of Surefire: " + file, e);
        }
    }

    private static Result result(Element element) {
        String suite = element.getAttribute("classname");
        String name = suite.substring(suite.lastIndexOf('.') + 1) + "#" + element.getAttribute("name");
        double seconds = Double.parseDouble(element.getAttribute("time").replace(",", ""));
        for (String kind : List.of("failure", "error", "skipped")) {
            if (element.getElementsByTagName(kind).item(0) instanceof Element reason) {
                Outcome outcome = kind.equals("skipped") ? Outcome.SKIPPED : Outcome.FAILED;
                return new Result(name, outcome, seconds, message(reason));
            }
        }
        return new Result(name, Outcome.PASSED, seconds, "");
    }

    private static String message(Element reason) {
        String said = reason.getAttribute("message").strip();
        return (said.isEmpty() ? reason.getTextContent().strip() : said)
                .lines()
                .findFirst()
                .orElse("");
    }

    private static void print(List<Result> results, PrintStream out) {
        for (Outcome outcome : Outcome.values()) {
            long count = results.stream()
                    .filter(result -> result.outcome() == outcome)
                    .count();
            out.printf("%-8s %4d%n", outcome.name().toLowerCase(Locale.ROOT), count);
        }
        results.stream()
                .filter(result -> result.outcome() != Outcome.PASSED)
                .forEach(result -> out.printf(
                        "%n%s %s (%.1f s)%n  %s%n",
                        result.outcome(), result.name(), result.seconds(), result.message()));
    }

    private static String json(List<Result> results) {
        return results.stream()
                .map(result -> "  {\"name\": %s, \"outcome\": %s, \"seconds\": %s, \"message\": %s}"
                        .formatted(
                                quoted(result.name()),
                                quoted(result.outcome().name().toLowerCase(Locale.ROOT)),
                                result.seconds(),
                                quoted(result.message())))
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(c -> switch (c) {
                    case '"', '\\' -> "\\" + (char) c;
                    default -> c < ' ' ? "\\u%04x".formatted(c) : String.valueOf((char) c);
                })
                .collect(Collectors.joining("", "\"", "\""));
    }
}
