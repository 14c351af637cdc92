package io.firn.sandbox.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test a running part as a parameter of its constructor or method: {@code KafkaBroker},
 * {@code SecuredKafka}, {@code ConnectWorker}, {@code Postgres}, {@code MariaDb}, {@code S3},
 * {@code ObjectStore}, {@code SchemaRegistry} or {@code IcebergRestCatalog} (over a folder). Each
 * starts when first asked for and then serves all tests of the JVM, so a test makes topics,
 * databases and connectors of its own.
 */
public final class Parts implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(Parts.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return RunningParts.knows(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(RunningParts.class, key -> new RunningParts(), RunningParts.class)
        .part(parameter.getParameter().getType());
  }
}
