package io.firn.bronze;

import io.firn.config.KafkaSettings;
import io.firn.model.FirnException;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/**
 * A question to the brokers.
 *
 * @param <T> the answer
 */
interface KafkaQuestion<T> {
  /** How long an answer is waited for, unless the pipeline's Kafka options say otherwise. */
  int TIMEOUT_MS = 15_000;

  T ask(Admin admin) throws ExecutionException, InterruptedException;

  /**
   * Asks {@code question}.
   *
   * @param unanswered what it means that no answer came, by its cause
   * @throws FirnException CONFIG when the brokers refuse this user, or no client can be made of the
   *     settings; else what {@code unanswered} makes of it
   */
  static <T> T answer(
      KafkaSettings kafka,
      KafkaQuestion<T> question,
      Function<Throwable, FirnException> unanswered) {
    Properties client = new Properties();
    client.putAll(kafka.clientProperties());
    client.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    client.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    try (Admin admin = Admin.create(client)) {
      return question.ask(admin);
    } catch (ExecutionException failed) {
      throw failure(kafka, failed.getCause(), unanswered);
    } catch (KafkaException failed) {
      throw failure(kafka, failed, unanswered);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unanswered.apply(interrupted);
    }
  }

  /** Without the cause of a refusal, which may quote settings: the failure tells what it says. */
  private static FirnException failure(
      KafkaSettings kafka, Throwable cause, Function<Throwable, FirnException> unanswered) {
    return KafkaRefusal.of(kafka.bootstrapServers(), cause)
        .map(FirnException::new)
        .orElseGet(() -> unanswered.apply(cause));
  }
}
