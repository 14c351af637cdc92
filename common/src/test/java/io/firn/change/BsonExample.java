package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.table.TypeText;
import java.util.List;
import java.util.SortedMap;
import org.apache.iceberg.types.Type;

/**
 * A value of a MongoDB document, whose column is found from it.
 *
 * @param wire in a document
 * @param patched in a patch
 */
record BsonExample(String name, String wire, String patched, String note) {
  static final List<BsonExample> ALL =
      List.of(
          new BsonExample("string", "\"a\"", "\"a\"", ""),
          new BsonExample("int", "7", "7", "32 bits: patches do not tell them from 64"),
          new BsonExample("long", "{\"$numberLong\": \"5\"}", "5", ""),
          new BsonExample("double", "1.5", "1.5", "`long` grows to `double` before it is a column"),
          new BsonExample("double", "NaN", "{\"$numberDouble\": \"NaN\"}", ""),
          new BsonExample(
              "decimal",
              "{\"$numberDecimal\": \"1.10\"}",
              "{\"$numberDecimal\": \"1.10\"}",
              "declare a `decimal(p,s)` for arithmetic"),
          new BsonExample("boolean", "true", "true", ""),
          new BsonExample(
              "date",
              "{\"$date\": 1700000000123}",
              "{\"$date\": \"2023-11-14T22:13:20.123Z\"}",
              "also `{\"$date\": {\"$numberLong\": …}}`"),
          new BsonExample(
              "object id",
              "{\"$oid\": \"656565656565656565656501\"}",
              "{\"$oid\": \"656565656565656565656501\"}",
              ""),
          new BsonExample(
              "binary",
              "{\"$binary\": \"AAEC/w==\", \"$type\": \"00\"}",
              "{\"$binary\": {\"base64\": \"AAEC/w==\", \"subType\": \"00\"}}",
              "a UUID of subtype 3 too: its byte order is not known"),
          new BsonExample(
              "UUID, subtype 4",
              "{\"$binary\": \"ASNFZ4mrze8BI0VniavN7w==\", \"$type\": \"04\"}",
              "{\"$binary\": {\"base64\": \"ASNFZ4mrze8BI0VniavN7w==\", \"subType\": \"04\"}}",
              ""),
          new BsonExample("symbol", "{\"$symbol\": \"s\"}", "{\"$symbol\": \"s\"}", ""),
          new BsonExample(
              "regular expression",
              "{\"$regex\": \"^a\", \"$options\": \"i\"}",
              "{\"$regularExpression\": {\"pattern\": \"^a\", \"options\": \"i\"}}",
              "JSON text, as all that follow"),
          new BsonExample(
              "timestamp",
              "{\"$timestamp\": {\"t\": 1700000000, \"i\": 3}}",
              "{\"$timestamp\": {\"t\": 1700000000, \"i\": 3}}",
              "the server's own; a `date` is the one for data"),
          new BsonExample(
              "code", "{\"$code\": \"f()\"}", "{\"$code\": \"f()\"}", "with a scope too"),
          new BsonExample("smallest key", "{\"$minKey\": 1}", "{\"$minKey\": 1}", "`$maxKey` too"),
          new BsonExample("undefined", "{\"$undefined\": true}", "{\"$undefined\": true}", ""),
          new BsonExample(
              "database pointer",
              "{\"$ref\": \"c\", \"$id\": {\"$oid\": \"656565656565656565656503\"}}",
              "{\"$dbPointer\": {\"$ref\": \"c\", \"$id\": {\"$oid\":"
                  + " \"656565656565656565656503\"}}}",
              "a document, as a DBRef is"),
          new BsonExample(
              "document",
              "{\"city\": \"Ulm\", \"zip\": 7}",
              "{\"city\": \"Ulm\", \"zip\": 7}",
              "JSON text with more than 200 fields: declare `map<string,…>`"),
          new BsonExample("array", "[1, null]", "[1, null]", "of mixed types: `list<string>`"),
          new BsonExample("empty document", "{}", "{}", ""),
          new BsonExample("several kinds", "[1, \"a\"]", "[1, \"a\"]", "text holds any"));

  SortedMap<String, Type> columns() {
    return new DocumentInference().observe(document(wire)).types();
  }

  String value(String written) {
    return ColumnValue.shown(
        SourceType.Document.BSON, columns().get("v"), document(written).get("v"));
  }

  private static JsonNode document(String written) {
    return ExtendedJson.document(ColumnValue.json("{\"v\": " + written + "}"));
  }

  String row() {
    Type column = columns().get("v");
    return TypesPage.cells(
        name,
        TypesPage.code(wire),
        patched.equals(wire) ? "the same" : TypesPage.code(patched),
        TypesPage.code(TypeText.of(column)),
        TypesPage.code(value(wire)),
        note);
  }
}
