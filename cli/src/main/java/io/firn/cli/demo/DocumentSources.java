package io.firn.cli.demo;

import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.MongoEvents;
import io.firn.sandbox.MongoEvents.WrittenRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model of a MongoDB server for each tenant: documents, and what the server would tell of them.
 * Debezium's own event code makes records of that, which are sent to the tenant's topics. No
 * MongoDB runs: there is no server to embed.
 */
final class DocumentSources implements TenantSources {
  private final Example example;
  private final KafkaBroker kafka;
  private final Path folder;
  private final Narrator narrator;
  private final List<DocumentServer> servers;
  private int sent;

  /**
   * @param folder where the event code keeps its files
   */
  DocumentSources(
      Example example, KafkaBroker kafka, Path folder, Narrator narrator, List<String> tenants) {
    this.example = example;
    this.kafka = kafka;
    this.folder = folder;
    this.narrator = narrator;
    this.servers = tenants.stream().map(DocumentServer::new).toList();
  }

  @Override
  public String each() {
    return "a model of a MongoDB server";
  }

  @Override
  public String captured() {
    return "Debezium's MongoDB event code tells both to Kafka";
  }

  @Override
  public void fill() {
    DocumentScript seed = DocumentScript.read(example.script("seed"));
    Grid.Builder grid = Grid.of("TENANT", "COLLECTION", "DOCUMENTS");
    for (DocumentServer server : servers) {
      seed.run(server);
      server.snapshot();
      server
          .counts()
          .forEach((name, count) -> grid.row(server.tenant(), name, Integer.toString(count)));
    }
    narrator.table(grid.build());
    narrator.line("as in " + example.script("seed") + ", held in memory");
  }

  @Override
  public void capture() {
    send();
  }

  @Override
  public void change() {
    DocumentScript changes = DocumentScript.read(example.script("changes"));
    servers.forEach(changes::run);
    TenantSources.tellChanges(example, narrator);
    send();
  }

  private void send() {
    try (Narrator.Progress progress = narrator.progress("events", servers.size());
        EventSender sender = new EventSender(kafka.bootstrapServers())) {
      for (DocumentServer server : servers) {
        List<WrittenRecord> records =
            MongoEvents.records(
                folder.resolve(server.tenant() + "-" + ++sent),
                Map.of("topic.prefix", server.tenant()),
                server.told());
        Set<String> topics = new TreeSet<>();
        records.forEach(record -> topics.add(record.topic()));
        sender.create(topics);
        records.forEach(sender::send);
        progress.step(server.tenant() + ": " + records.size() + " records are in Kafka");
      }
    }
  }

  @Override
  public List<TableComparison> compare(Pipeline pipeline) {
    return new DocumentComparison(pipeline).compare(servers);
  }
}
