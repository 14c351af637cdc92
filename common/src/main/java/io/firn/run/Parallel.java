package io.firn.run;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Does the same for many units at once; catalog and object store are waited for, not computed. */
public final class Parallel {
  private Parallel() {}

  /**
   * Results in the order of {@code inputs}.
   *
   * @param most how many at once
   * @param work turns its own failures into results: one input's must not reach another's
   */
  public static <I, O> List<O> map(Collection<I> inputs, int most, Function<I, O> work) {
    ExecutorService workers =
        Executors.newFixedThreadPool(Math.max(1, Math.min(most, inputs.size())));
    try {
      List<CompletableFuture<O>> running =
          inputs.stream()
              .map(input -> CompletableFuture.supplyAsync(() -> work.apply(input), workers))
              .toList();
      return running.stream().map(CompletableFuture::join).toList();
    } finally {
      workers.shutdown();
    }
  }
}
