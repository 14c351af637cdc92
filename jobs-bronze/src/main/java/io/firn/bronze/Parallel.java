package io.firn.bronze;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Does the same for many tables at once; catalog and object store are waited for, not computed. */
final class Parallel {
  private static final int THREADS = 16;

  private Parallel() {}

  /**
   * Results in the order of {@code inputs}, without those of inputs that failed.
   *
   * @param failed told of each failure, one at a time
   */
  static <I, O> List<O> map(
      Collection<I> inputs, Function<I, O> work, BiConsumer<I, Throwable> failed) {
    ExecutorService workers =
        Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, inputs.size())));
    try {
      List<CompletableFuture<Optional<O>>> running = new ArrayList<>();
      for (I input : inputs) {
        running.add(
            CompletableFuture.supplyAsync(() -> Optional.of(work.apply(input)), workers)
                .exceptionally(
                    thrown -> {
                      synchronized (failed) {
                        failed.accept(input, thrown);
                      }
                      return Optional.empty();
                    }));
      }
      return running.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();
    } finally {
      workers.shutdown();
    }
  }
}
