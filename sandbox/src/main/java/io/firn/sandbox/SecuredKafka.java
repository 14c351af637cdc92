package io.firn.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Kafka broker that knows users and rights. Clients come in over TLS with a SCRAM password and
 * may do what an ACL allows them. On a second listener, that of {@link #broker()}, everybody may do
 * everything: there a test fills topics and makes users.
 */
public final class SecuredKafka implements Part {
  /** How users prove who they are. */
  public static final String MECHANISM = "SCRAM-SHA-512";

  private static final String LISTENER = "SASL_SSL";

  private final KafkaBroker broker;
  private final String bootstrapServers;
  private final BrokerCertificate certificate;

  private SecuredKafka(KafkaBroker broker, String bootstrapServers, BrokerCertificate certificate) {
    this.broker = broker;
    this.bootstrapServers = bootstrapServers;
    this.certificate = certificate;
  }

  /** Starts a broker whose logs, key and certificate lie below the directory. */
  public static SecuredKafka start(Path dir) {
    BrokerCertificate certificate = BrokerCertificate.in(dir.resolve("tls"));
    String address = "127.0.0.1:" + FreePorts.pick();
    KafkaBroker broker =
        KafkaBroker.start(dir, List.of(LISTENER + "://" + address), settings(certificate));
    return new SecuredKafka(broker, address, certificate);
  }

  private static Map<String, String> settings(BrokerCertificate certificate) {
    return Map.ofEntries(
        Map.entry(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
        // Who comes in without TLS has no name: the broker itself, and the test.
        Map.entry("super.users", "User:ANONYMOUS"),
        Map.entry("allow.everyone.if.no.acl.found", "false"),
        Map.entry("sasl.enabled.mechanisms", MECHANISM),
        Map.entry(
            "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
        Map.entry("ssl.keystore.type", BrokerCertificate.TYPE),
        Map.entry("ssl.keystore.location", certificate.keystore().toString()),
        Map.entry("ssl.keystore.password", certificate.password()),
        Map.entry("ssl.key.password", certificate.password()));
  }

  /** The broker by its open listener. */
  public KafkaBroker broker() {
    return broker;
  }

  /** The address for users. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** What the broker shows its clients. */
  public BrokerCertificate certificate() {
    return certificate;
  }

  @Override
  public String name() {
    return broker.name();
  }

  @Override
  public Map<String, String> addresses() {
    return Map.of(name(), bootstrapServers);
  }

  @Override
  public void close() {
    broker.close();
  }
}
