package io.firn.bugs;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** One bug a method, or a class; the word after "expect" is Error Prone's name for it. */
public final class Bugs {
  private volatile int counter;
  private static Object lazy;

  enum Colour {
    RED,
    GREEN
  }

  public boolean decimals(BigDecimal left, BigDecimal right) {
    return left.equals(right); // expect: BigDecimalEquals
  }

  public void trace() {
    try {
      counter = 1;
    } catch (IllegalStateException failed) {
      failed.printStackTrace(); // expect: CatchAndPrintStackTrace
    }
  }

  class Inner {} // expect: ClassCanBeStatic

  public byte[] bytes(String text) {
    return text.getBytes(); // expect: DefaultCharset
  }

  public static Object lazily() {
    if (lazy == null) { // expect: DoubleCheckedLocking
      synchronized (Bugs.class) {
        if (lazy == null) {
          lazy = new Object();
        }
      }
    }
    return lazy;
  }

  public void swallow() {
    try {
      counter = 1;
    } catch (IllegalStateException failed) {} // expect: EmptyCatch
  }

  static class Named {
    private final String name = "x";

    @Override
    public boolean equals(Object other) { // expect: EqualsGetClass
      return other != null && getClass() == other.getClass() && name.equals(((Named) other).name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  public void forgets(ExecutorService pool) {
    pool.submit(() -> counter); // expect: FutureReturnValueIgnored
  }

  public long narrow(int number) {
    return number * 1_000_000; // expect: NarrowCalculation
  }

  public LocalDate today() {
    return LocalDate.now(); // expect: JavaTimeDefaultTimeZone
  }

  public double root(long number) {
    return Math.sqrt(number); // expect: LongDoubleConversion
  }

  public int misses(Colour colour) {
    int code = 0;
    switch (colour) { // expect: MissingCasesInEnumSwitch
      case RED:
        code = 1;
        break;
    }
    return code;
  }

  public String toString() { // expect: MissingOverride
    return "bugs";
  }

  public List<String> mixed(boolean empty) { // expect: MixedMutabilityReturnType
    if (empty) {
      return Collections.emptyList();
    }
    List<String> names = new ArrayList<>();
    names.add("x");
    return names;
  }

  public double share(int part, int whole) {
    double share = part / whole; // expect: NarrowCalculation
    return share;
  }

  public void count() {
    counter++; // expect: NonAtomicVolatileUpdate
  }

  public boolean same(LocalDate left, LocalDate right) {
    return left == right; // expect: ReferenceEquality
  }

  public long lines(Path file) throws IOException {
    return Files.lines(file).count(); // expect: StreamResourceLeak
  }

  public String lower(String text) {
    return text.toLowerCase(); // expect: StringCaseLocaleUsage
  }

  public void parts(String text) {
    for (String part : text.split(",")) { // expect: StringSplitter
      counter = part.length();
    }
  }

  private void leftOver() {} // expect: UnusedMethod

  private static class LeftOver {} // expect: UnusedNestedClass

  public void assigns() {
    int nobody = counter; // expect: UnusedVariable
  }

  public void ignores(String text) {
    text.strip(); // expect: ReturnValueIgnored
  }

  public boolean arrays(int[] left, int[] right) {
    return left.equals(right); // expect: ArrayEquals
  }

  public boolean holds(List<String> names) {
    return names.contains(1); // expect: CollectionIncompatibleType
  }

  public void dead() {
    new IllegalStateException("never thrown"); // expect: DeadException
  }

  public String format() {
    return String.format("%d", "one"); // expect: FormatString
  }

  public void assigns(int count) {
    count = count; // expect: SelfAssignment
    counter = count;
  }
}
