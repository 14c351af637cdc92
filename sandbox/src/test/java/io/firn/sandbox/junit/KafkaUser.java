package io.firn.sandbox.junit;

import io.firn.sandbox.BrokerCertificate;
import io.firn.sandbox.SecuredKafka;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;

/** A user of a broker, who may do nothing at first. */
public final class KafkaUser implements AutoCloseable {
  private static final int ITERATIONS = 4096;

  private final SecuredKafka kafka;
  private final String name;
  private final String password;
  private final Admin admin;

  private KafkaUser(SecuredKafka kafka, String name, String password) {
    this.kafka = kafka;
    this.name = name;
    this.password = password;
    this.admin = Admin.create(Map.of("bootstrap.servers", kafka.broker().bootstrapServers()));
  }

  /** Makes the user; the broker knows him when this returns. */
  public static KafkaUser create(SecuredKafka kafka, String name, String password) {
    KafkaUser user = new KafkaUser(kafka, name, password);
    ScramCredentialInfo kind = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
    Topics.done(
        user.admin
            .alterUserScramCredentials(
                List.of(new UserScramCredentialUpsertion(name, kind, password)))
            .all());
    // The controller answers before the broker has heard of it; so it is with rights.
    Awaitility.await()
        .until(() -> Topics.done(user.admin.describeUserScramCredentials().users()).contains(name));
    return user;
  }

  public KafkaUser mayTopic(String topic, AclOperation operation) {
    return may(new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL), operation);
  }

  public KafkaUser mayTopicsBelow(String prefix, AclOperation operation) {
    return may(new ResourcePattern(ResourceType.TOPIC, prefix, PatternType.PREFIXED), operation);
  }

  public KafkaUser mayCluster(AclOperation operation) {
    return may(
        new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL), operation);
  }

  private KafkaUser may(ResourcePattern what, AclOperation operation) {
    AclBinding right = binding(what, operation);
    Topics.done(admin.createAcls(List.of(right)).all());
    Awaitility.await().until(() -> has(right));
    return this;
  }

  /** Takes a right on a topic away again. */
  public void mayTopicNoMore(String topic, AclOperation operation) {
    AclBinding right =
        binding(new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL), operation);
    Topics.done(admin.deleteAcls(List.of(right.toFilter())).all());
    Awaitility.await().until(() -> !has(right));
  }

  private boolean has(AclBinding right) {
    return !Topics.done(admin.describeAcls(right.toFilter()).values()).isEmpty();
  }

  private AclBinding binding(ResourcePattern what, AclOperation operation) {
    return new AclBinding(
        what, new AccessControlEntry("User:" + name, "*", operation, AclPermissionType.ALLOW));
  }

  /** Settings of a client that comes in as this user. */
  public Map<String, String> client() {
    BrokerCertificate certificate = kafka.certificate();
    Map<String, String> client = new TreeMap<>();
    client.put("security.protocol", "SASL_SSL");
    client.put("sasl.mechanism", SecuredKafka.MECHANISM);
    client.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required"
            + " username=\"%s\" password=\"%s\";".formatted(name, password));
    client.put("ssl.truststore.type", BrokerCertificate.TYPE);
    client.put("ssl.truststore.location", certificate.truststore().toString());
    client.put("ssl.truststore.password", certificate.password());
    return client;
  }

  @Override
  public void close() {
    admin.close();
  }
}
