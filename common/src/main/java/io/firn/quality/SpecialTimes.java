package io.firn.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that Spark reads as a moment of the clock: {@code timestamp 'now'}, {@code cast('today' as
 * date)}. As a typed literal the parser replaces it at once, so that no plan shows it: only the
 * query's text does.
 */
final class SpecialTimes {
  private static final Pattern WORD =
      Pattern.compile("\\s*(now|today|tomorrow|yesterday)\\b.*", flags());

  /** Comments, then quoted texts with the type in front of them, so that none hides another. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "--[^\\n]*|/\\*.*?\\*/|`[^`]*`"
              + "|(?<type>\\b(?:date|timestamp(?:_ntz|_ltz)?)\\s*)?"
              + "(?<quoted>'(?:[^'\\\\]|\\\\.|'')*'|\"(?:[^\"\\\\]|\\\\.|\"\")*\")",
          flags());

  private SpecialTimes() {}

  private static int flags() {
    return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  }

  static boolean is(String text) {
    return WORD.matcher(text).matches();
  }

  static List<Impurity> in(String sql) {
    List<Impurity> found = new ArrayList<>();
    Matcher tokens = TOKENS.matcher(sql);
    while (tokens.find()) {
      String quoted = tokens.group("quoted");
      if (quoted != null
          && tokens.group("type") != null
          && is(quoted.substring(1, quoted.length() - 1))) {
        int line =
            1 + (int) sql.substring(0, tokens.start()).chars().filter(c -> c == '\n').count();
        found.add(new Impurity(tokens.group(), Optional.of(line), Purity.CLOCK));
      }
    }
    return found;
  }
}
