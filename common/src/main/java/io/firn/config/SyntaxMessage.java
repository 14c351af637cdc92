package io.firn.config;

import com.typesafe.config.ConfigException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words for what Typesafe config throws. Its own messages repeat the file's name and may quote the
 * text they stumbled over; a quoted text may be a secret, so quotes are left out.
 */
final class SyntaxMessage {
  private static final Pattern ADVICE = Pattern.compile(" \\((if you|JSON does).*", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("(['\"])(.{2,})\\1", Pattern.DOTALL);

  private static final Set<String> TOKENS = Set.of("newline", "end of file");

  private SyntaxMessage() {}

  static String of(ConfigException unreadable) {
    if (unreadable instanceof ConfigException.UnresolvedSubstitution) {
      return "cannot be substituted: " + withoutPlace(unreadable);
    }
    if (unreadable instanceof ConfigException.WrongType) {
      return "one value joins a text with a list or an object; separate them";
    }
    if (unreadable instanceof ConfigException.Parse) {
      String rule = ADVICE.matcher(withoutPlace(unreadable)).replaceFirst("");
      return "is not HOCON: " + withoutQuotes(rule);
    }
    if (unreadable instanceof ConfigException.BadPath) {
      return "is not HOCON: a key here is no legal path; put double quotes around it";
    }
    if (unreadable instanceof ConfigException.IO) {
      return "cannot be read, or includes a required file that cannot be read";
    }
    return "cannot be read: " + unreadable.getClass().getSimpleName();
  }

  private static String withoutQuotes(String rule) {
    Matcher quoted = QUOTED.matcher(rule);
    boolean shown = !quoted.find() || TOKENS.contains(quoted.group(2));
    return shown ? rule : quoted.replaceFirst("'…'");
  }

  private static String withoutPlace(ConfigException unreadable) {
    String message = unreadable.getMessage();
    String place = unreadable.origin() == null ? "" : unreadable.origin().description() + ": ";
    return message.startsWith(place) ? message.substring(place.length()) : message;
  }
}
