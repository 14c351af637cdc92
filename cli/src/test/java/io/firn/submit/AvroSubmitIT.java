package io.firn.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.firn.config.Pipeline;
import io.firn.model.TableName;
import io.firn.run.PipelineFiles;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import io.firn.sandbox.junit.Topics;
import io.firn.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Avro lands under {@code spark-submit}, by the Avro that Spark itself brings. */
@ExtendWith(Parts.class)
class AvroSubmitIT {
  private static final String PASSWORD = "canary-4711";

  private static final String ENVELOPE =
      """
      {"type": "record", "name": "Envelope", "fields": [
        {"name": "before", "type": ["null", {"type": "record", "name": "Value", "fields": [
          {"name": "id", "type": "int"}, {"name": "name", "type": ["null", "string"]}]}]},
        {"name": "after", "type": ["null", "Value"]},
        {"name": "source", "type": {"type": "record", "name": "Source", "fields": [
          {"name": "connector", "type": "string"}, {"name": "lsn", "type": "long"},
          {"name": "ts_ms", "type": "long"}]}},
        {"name": "op", "type": "string"}]}
      """;

  @TempDir private Path folder;

  @Test
  void theApplicationJarFindsAvroInSparkAndTheRegistryWithItsPassword(KafkaBroker kafka)
      throws Exception {
    String topic = "avro-submit." + System.nanoTime();
    List<String> authorizations = new CopyOnWriteArrayList<>();
    HttpServer registry = registry(authorizations);
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(kafka, Map.of())) {
      // Given
      Topics.done(
          producer.send(
              new ProducerRecord<>(topic, avro("\"int\"", "17"), avro(ENVELOPE, event()))));
      Path pipeline = pipeline(kafka, topic, registry.getAddress().getPort());

      // When
      int exit =
          new SparkSubmit(folder, Map.of("REGISTRY_PASSWORD", PASSWORD))
              .run("bronze", pipeline, "avro-1", folder.resolve("report.json"));

      // Then
      assertThat(exit).isZero();
      Record row = onlyRow(PipelineFiles.read(pipeline, name -> PASSWORD));
      assertThat(row.getField("key")).isEqualTo("17");
      assertThat(row.getField("after")).isEqualTo("{\"id\":17,\"name\":\"é\"}");
      assertThat(authorizations)
          .hasSize(2)
          .containsOnly(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString(("reader:" + PASSWORD).getBytes(StandardCharsets.UTF_8)));
      assertThat(said()).isNotEmpty().doesNotContain(PASSWORD);
    } finally {
      registry.stop(0);
    }
  }

  private static String event() {
    return """
        {"before": null, "after": {"Value": {"id": 17, "name": {"string": "é"}}},
         "source": {"connector": "postgresql", "lsn": 24, "ts_ms": 1700000000000}, "op": "c"}
        """;
  }

  /** In Confluent's form; the key's schema has the id 1, the envelope's 2. */
  private static byte[] avro(String schema, String json) throws IOException {
    Schema parsed = new Schema.Parser().parse(schema);
    Object value =
        new GenericDatumReader<>(parsed).read(null, DecoderFactory.get().jsonDecoder(parsed, json));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {0, 0, 0, 0, (byte) (schema.equals(ENVELOPE) ? 2 : 1)});
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(parsed).write(value, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static HttpServer registry(List<String> authorizations) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/schemas/ids/",
        exchange -> {
          authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
          boolean value = exchange.getRequestURI().getPath().endsWith("/2");
          String schema = value ? ENVELOPE.replace("\n", " ") : "\"int\"";
          byte[] body =
              ("{\"schema\":\"" + schema.replace("\"", "\\\"") + "\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private Path pipeline(KafkaBroker kafka, String topic, int port) throws IOException {
    return Files.writeString(
        folder.resolve("firn.conf"),
        """
        firn {
          name = submit
          catalog {
            name = lake, type = jdbc
            uri = "jdbc:sqlite:warehouse/catalog.db", warehouse = "warehouse"
          }
          kafka {
            bootstrap-servers = "%s"
            schema-registry {
              url = "http://localhost:%d", username = reader, password = ${REGISTRY_PASSWORD}
            }
          }
          bronze.items { topics = "%s", connector = postgresql, format = avro }
        }
        """
            .formatted(kafka.bootstrapServers(), port, topic.replace(".", "\\\\.")));
  }

  private static Record onlyRow(Pipeline pipeline) throws IOException {
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(
                Tables.load(Tables.open(pipeline.catalog()), new TableName("bronze", "items"))
                    .orElseThrow())
            .build()) {
      List<Record> all = new ArrayList<>();
      rows.forEach(all::add);
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  /** What the submitted job and its report say. */
  private String said() throws IOException {
    StringBuilder said = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        said.append(Files.readString(file));
      }
    }
    return said.toString();
  }
}
