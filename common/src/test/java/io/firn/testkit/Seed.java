package io.firn.testkit;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * One seed for all properties, so that a build says the same of the same sources twice.
 *
 * <p>{@code -Dfirn.seed=random} draws new ones, and {@code -Dfirn.seed=42} takes another; with
 * {@code -Djqwik.tries.default=20000} beside it, that is a search for what the fixed seed misses. A
 * property that names its own seed keeps it. Registered for every module that has this test-jar.
 */
public final class Seed implements AroundPropertyHook {
  private static final String KEY = "firn.seed";
  private static final String RANDOM = "random";
  private static final String FIXED = "20261121";

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  /** Outside of everything else, since the seed must stand before the property is made ready. */
  @Override
  public int aroundPropertyProximity() {
    return -100;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    String seed = System.getProperty(KEY, FIXED);
    if (!seed.equals(RANDOM) && context.attributes().seed().isEmpty()) {
      context.attributes().setSeed(seed);
    }
    return property.execute();
  }
}
