package io.firn.cli.trial;

import io.firn.run.trial.GivenRow;
import io.firn.run.trial.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of a CSV file (RFC 4180): the first line names the columns, commas between, quotes doubled
 * inside of quotes. Nothing between two commas is null; {@code ""} is an empty text.
 */
final class CsvRows {
  private final String text;
  private int at;
  private int line = 1;

  private CsvRows(String text) {
    this.text = text;
  }

  /** A file that is no CSV, or a line of it that has not the columns of the first. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    private Broken(int line, String message) {
      super(message);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  static List<GivenRow> of(Path file, String text) throws Broken {
    return new CsvRows(text.startsWith("\uFEFF") ? text.substring(1) : text).rows(file);
  }

  private List<GivenRow> rows(Path file) throws Broken {
    List<String> columns = new ArrayList<>();
    for (Scalar name : record()) {
      if (name == null || columns.contains(name.text())) {
        throw new Broken(1, "a column without a name, or with one that is there already");
      }
      columns.add(name.text());
    }
    List<GivenRow> rows = new ArrayList<>();
    while (at < text.length()) {
      int begin = line;
      List<Scalar> fields = record();
      if (fields.size() == 1 && fields.get(0) == null && columns.size() > 1) {
        continue; // an empty line
      }
      if (fields.size() != columns.size()) {
        throw new Broken(begin, columns.size() + " columns expected, " + fields.size() + " found");
      }
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        values.put(columns.get(i), fields.get(i));
      }
      rows.add(new GivenRow(values, file + ":" + begin));
    }
    return rows;
  }

  private List<Scalar> record() throws Broken {
    List<Scalar> fields = new ArrayList<>();
    fields.add(field());
    while (at < text.length() && text.charAt(at) == ',') {
      at++;
      fields.add(field());
    }
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at++) != '\n') {
      throw new Broken(line, "a quote ends before the value does");
    }
    line++;
    return fields;
  }

  private Scalar field() throws Broken {
    if (at < text.length() && text.charAt(at) == '"') {
      return Scalar.quoted(quoted());
    }
    int begin = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String value = text.substring(begin, at);
    return value.isEmpty() ? null : Scalar.plain(value);
  }

  private String quoted() throws Broken {
    int begin = line;
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char sign = text.charAt(at);
      if (sign == '"') {
        at++;
        if (at == text.length() || text.charAt(at) != '"') {
          return value.toString();
        }
      }
      if (sign == '\n') {
        line++;
      }
      value.append(sign);
    }
    throw new Broken(begin, "a quote that does not end");
  }
}
