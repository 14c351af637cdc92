package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtendedJsonTest {

  /** The legacy strict form, the canonical and the relaxed one of version 2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7|{\"$numberInt\":\"7\"}|7",
        "{\"$numberLong\":\"9007199254740993\"}|{\"$numberLong\":\"9007199254740993\"}|9007199254740993",
        "1.5|{\"$numberDouble\":\"1.5\"}|1.5",
        "3.0|{\"$numberDouble\":\"3.0\"}|3.0",
        "-0.0|{\"$numberDouble\":\"-0.0\"}|-0.0",
        "NaN|{\"$numberDouble\":\"NaN\"}|{\"$numberDouble\":\"NaN\"}",
        "-Infinity|{\"$numberDouble\":\"-Infinity\"}|{\"$numberDouble\":\"-Infinity\"}",
        "{\"$date\":1700000000123}|{\"$date\":{\"$numberLong\":\"1700000000123\"}}"
            + "|{\"$date\":\"2023-11-14T22:13:20.123Z\"}",
        "{\"$date\":0}|{\"$date\":\"1970-01-01T01:00:00+01:00\"}|{\"$date\":\"1970-01-01T00:00:00Z\"}",
        "{\"$date\":-1}|{\"$date\":\"1969-12-31T23:59:59.999Z\"}|{\"$date\":{\"$numberLong\":\"-1\"}}",
        "{\"$date\":9223372036854775807}|{\"$date\":{\"$numberLong\":\"9223372036854775807\"}}"
            + "|{\"$date\":{\"$numberLong\":\"9223372036854775807\"}}",
        "{\"$binary\":\"AAE=\",\"$type\":\"0\"}|{\"$binary\":{\"base64\":\"AAE=\",\"subType\":\"00\"}}"
            + "|{\"$binary\":{\"base64\":\"AAE=\",\"subType\":\"00\"}}",
        "{\"$binary\":\"ASNFZ4mrze8BI0VniavN7w==\",\"$type\":\"04\"}"
            + "|{\"$uuid\":\"01234567-89ab-cdef-0123-456789abcdef\"}"
            + "|{\"$binary\":{\"base64\":\"ASNFZ4mrze8BI0VniavN7w==\",\"subType\":\"04\"}}",
        "{\"$regex\":\"a\",\"$options\":\"i\"}"
            + "|{\"$regularExpression\":{\"pattern\":\"a\",\"options\":\"i\"}}"
            + "|{\"$regularExpression\":{\"pattern\":\"a\",\"options\":\"i\"}}",
        "[{\"a\":{\"$numberLong\":\"1\"}}]|[{\"a\":{\"$numberLong\":\"1\"}}]|[{\"a\":1}]"
      })
  void allFormsAreReadAsTheRelaxedOne(String legacy, String canonical, String relaxed)
      throws DoesNotFit {
    assertThat(EventJson.write(ExtendedJson.read(legacy))).isEqualTo(relaxed);
    assertThat(EventJson.write(ExtendedJson.read(canonical))).isEqualTo(relaxed);
    assertThat(EventJson.write(ExtendedJson.read(relaxed))).isEqualTo(relaxed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"$date\":\"soon\"}",
        "{\"$numberLong\":\"x\"}",
        "{\"$numberLong\":5}",
        "{\"$oid\":\"a\",\"b\":1}",
        "{\"$binary\":1,\"$type\":2}",
        "{\"a\":null}"
      })
  void aDocumentThatOnlyLooksLikeAValueIsADocument(String json) throws DoesNotFit {
    JsonNode read = ExtendedJson.read(json);

    assertThat(EventJson.write(read)).isEqualTo(json);
    assertThat(BsonKind.of(read)).isEqualTo(BsonKind.DOCUMENT);
  }

  @Test
  void everyRecordedTypeIsReadAlikeFromDocumentAndPatch() throws DoesNotFit {
    JsonNode document =
        ExtendedJson.document(
            EventJson.read(
                RecordedEvent.of("mongodb/insert-all-types.json").value().path("after").asText()));
    JsonNode patch =
        RecordedEvent.of("mongodb/update-without-document.json").value().path("updateDescription");
    MongoPatch read = MongoPatch.read(patch);

    assertThat(read.updated()).hasSizeGreaterThan(30);
    read.updated()
        .forEach(
            (path, value) -> {
              if (!path.equals("a.b.1")) {
                assertThat(EventJson.write(value))
                    .as(path)
                    .isEqualTo(EventJson.write(document.get(path)));
              }
            });
  }
}
