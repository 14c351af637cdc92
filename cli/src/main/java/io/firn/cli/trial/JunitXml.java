package io.firn.cli.trial;

import io.firn.model.ErrorKind;
import io.firn.run.trial.TrialResult;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results in the form that CI servers read: a suite for each unit. */
public final class JunitXml {
  private final XMLStreamWriter xml;

  private JunitXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** The document. */
  public static String of(Collection<TrialResult> results) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      new JunitXml(xml).suites(results);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException("a text takes every element", impossible);
    }
    return text + "\n";
  }

  private void suites(Collection<TrialResult> results) throws XMLStreamException {
    xml.writeStartElement("testsuites");
    counts(results);
    Map<String, List<TrialResult>> byUnit =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    result -> result.test().unit().toString(), TreeMap::new, Collectors.toList()));
    for (Map.Entry<String, List<TrialResult>> suite : byUnit.entrySet()) {
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", suite.getKey());
      counts(suite.getValue());
      for (TrialResult result : suite.getValue()) {
        test(result);
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void counts(Collection<TrialResult> results) throws XMLStreamException {
    xml.writeAttribute("tests", Integer.toString(results.size()));
    long failed = results.stream().filter(JunitXml::isFailure).count();
    long errors = results.stream().filter(result -> !result.passed()).count() - failed;
    xml.writeAttribute("failures", Long.toString(failed));
    xml.writeAttribute("errors", Long.toString(errors));
    xml.writeAttribute(
        "time",
        seconds(results.stream().map(TrialResult::took).reduce(Duration.ZERO, Duration::plus)));
  }

  private static boolean isFailure(TrialResult result) {
    return result.kind().filter(ErrorKind.EXPECTATION::equals).isPresent();
  }

  private void test(TrialResult result) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", result.test().unit().toString());
    xml.writeAttribute("name", result.test().name());
    xml.writeAttribute("file", result.test().place());
    xml.writeAttribute("time", seconds(result.took()));
    if (!result.passed()) {
      xml.writeStartElement(isFailure(result) ? "failure" : "error");
      xml.writeAttribute("message", message(result));
      xml.writeCharacters(clean(TrialView.text(result)));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String message(TrialResult result) {
    return clean(
        result
            .failure()
            .map(failure -> failure.what())
            .orElse("other rows than expected (" + result.test().place() + ")"));
  }

  /** XML has no place for control characters, which rows may have. */
  private static String clean(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\uFFFD");
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0);
  }
}
