package io.firn.bronze;

import io.firn.model.Causes;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Recognises that brokers refuse this user, or that no client can be made of its settings: a run
 * that comes later would meet the same.
 */
final class KafkaRefusal {
  private KafkaRefusal() {}

  /**
   * The refusal behind {@code thrown}, if it was one, told without any setting's value.
   *
   * @param address who was asked, or for what
   */
  static Optional<Failure> of(String address, Throwable thrown) {
    List<Throwable> causes = Causes.of(thrown);
    for (Throwable cause : causes) {
      if (cause instanceof SslAuthenticationException) {
        return Optional.of(untrusted(address, causes.get(causes.size() - 1)));
      }
      if (cause instanceof AuthenticationException) {
        return Optional.of(unknownUser(address, cause));
      }
      if (cause instanceof TopicAuthorizationException denied) {
        // Only some of Kafka's answers name topics.
        String topics = String.join(", ", new TreeSet<>(denied.unauthorizedTopics()));
        return Optional.of(unread(topics.isEmpty() ? address : topics, denied));
      }
      if (cause instanceof AuthorizationException) {
        return Optional.of(denied(address, cause));
      }
    }
    return thrown instanceof KafkaException && isConstruction(thrown)
        ? Optional.of(unusable(address, causes.subList(1, causes.size())))
        : Optional.empty();
  }

  /** That the user may see {@code topic} and not read it. */
  static Failure unread(String topic, Throwable cause) {
    return unread(topic, told(cause));
  }

  /** The same, found without trying. */
  static Failure unread(String topic, String found) {
    return new Failure(
        ErrorKind.CONFIG,
        "The broker does not let this user read the topic",
        topic,
        "the right to READ it",
        found,
        "Grant READ on the topic to the user in firn.kafka.options.");
  }

  /** Kafka's own words, of all its clients. */
  private static boolean isConstruction(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    return message.startsWith("Failed to create new KafkaAdminClient")
        || message.startsWith("Failed to construct kafka");
  }

  private static Failure untrusted(String address, Throwable root) {
    return new Failure(
        ErrorKind.CONFIG,
        "The Kafka broker and this client could not agree on TLS",
        address,
        "a broker whose certificate the truststore of firn.kafka.options vouches for",
        told(root),
        "Check security.protocol and ssl.truststore.* in firn.kafka.options, and that the"
            + " broker's certificate is for this address; where it asks clients for one,"
            + " ssl.keystore.* too.");
  }

  private static Failure unknownUser(String address, Throwable cause) {
    return new Failure(
        ErrorKind.CONFIG,
        "The Kafka broker does not accept this user",
        address,
        "a user name and password that the broker knows, by a mechanism that it offers",
        told(cause),
        "Check sasl.mechanism and sasl.jaas.config in firn.kafka.options.");
  }

  private static Failure denied(String address, Throwable cause) {
    return new Failure(
        ErrorKind.CONFIG,
        "The Kafka broker does not let this user do what it was asked for",
        address,
        "the rights that docs/architecture.md lists",
        told(cause),
        "Grant them to the user in firn.kafka.options.");
  }

  /** What is wrong with a JAAS text is told by quoting from it, where the password is. */
  private static Failure unusable(String address, List<Throwable> reasons) {
    boolean quotes = reasons.stream().anyMatch(IllegalArgumentException.class::isInstance);
    return new Failure(
        ErrorKind.CONFIG,
        "No Kafka client can be made of firn.kafka.options",
        address,
        "settings that belong together, files that are there, and their passwords",
        quotes
            ? "a text that is not well formed; what is wrong with it may quote a secret"
            : reasons.stream()
                .filter(reason -> !wraps(reason))
                .map(KafkaRefusal::told)
                .collect(Collectors.joining("; ")),
        quotes
            ? "Check sasl.jaas.config in firn.kafka.options: MODULE required username=\"...\""
                + " password=\"...\"; with the semicolon."
            : "Check firn.kafka.options: ssl.truststore.*, ssl.keystore.* and sasl.*.");
  }

  private static boolean wraps(Throwable reason) {
    return reason.getCause() != null && reason.getCause().toString().equals(reason.getMessage());
  }

  private static String told(Throwable cause) {
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
