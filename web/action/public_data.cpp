#include "web/action/public_data.hpp"

#include <algorithm>

#include "engine/base/json_members.hpp"
#include "engine/base/json_read.hpp"
#include "engine/base/text.hpp"
#include "engine/service/public_table.hpp"
#include "engine/service/record.hpp"
#include "web/action/pages.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t feed_entries = 50;
constexpr std::size_t max_deadlines = 2'000;
constexpr std::size_t line_octets = 75;
// Who asks for the whole register again and again gets what a minute ago was true.
constexpr const char* for_a_minute = "public, max-age=60";

// ---- Atom: RFC 4287 is XML, which the same rules escape.

std::string tag(const std::string& name, const std::string& text, const std::string& attributes = "") {
  return "<" + name + attributes + ">" + html::escaped(text) + "</" + name + ">\n";
}

std::string attribute(const std::string& name, const std::string& value) {
  return " " + name + "=\"" + html::escaped(value) + "\"";
}

std::string language_attribute(const std::string& lang) {
  return lang.empty() ? "" : attribute("xml:lang", lang);
}

std::string latest_change(const std::vector<Json>& items) {
  std::string latest = "1970-01-01T00:00:00Z";
  for (const Json& item : items) latest = std::max(latest, text_member(item, "updated_at"));
  return latest;
}

std::string atom_entry(const PublicWords& words, const Json& item, const std::string& origin) {
  const auto definition = words.pack().definition(text_member(item, "kind"));
  const std::string id = text_member(item, "id");
  const ToldText title = words.title(item);
  const html::Address page = html::Address::here({words.language(), "register", id});
  std::string summary = words.organisation(text_member(item.at("fields"), "city"));
  if (definition != nullptr) {
    for (const Json& path : item.value("configuration", Json::array()))
      summary += words.say()("state.comma") + words.state(*definition, path.get<std::string>());
  }
  return "<entry>\n" + tag("id", "urn:yellowsea:" + text_member(item, "kind") + ":" + id) +
         tag("title", title.text, language_attribute(title.lang)) +
         tag("updated", text_member(item, "updated_at")) + tag("published", text_member(item, "created_at")) +
         "<link" + attribute("rel", "alternate") + attribute("type", "text/html") +
         attribute("hreflang", words.language()) + attribute("href", origin + page.text()) + "/>\n" +
         tag("summary", summary) + "</entry>\n";
}

// ---- iCalendar

std::string escaped_text(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\n') {
      safe += "\\n";
    } else if (c == '\\' || c == ';' || c == ',') {
      safe += '\\';
      safe += c;
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      safe += c;
    }
  }
  return safe;
}

std::string folded(std::string_view line) {
  std::string text;
  std::size_t room = line_octets;
  while (line.size() > room) {
    std::size_t end = room;
    // Never inside a character: its further bytes begin with the bits 10.
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
    text += line.substr(0, end);
    text += "\r\n ";
    line.remove_prefix(end);
    room = line_octets - 1;  // the space counts
  }
  return text + std::string(line) + "\r\n";
}

// "2012-11-25" as 20121125.
std::string compact(const std::string& date) {
  std::string digits;
  std::copy_if(date.begin(), date.end(), std::back_inserter(digits), [](char c) { return c != '-'; });
  return digits;
}

std::string utc_stamp(const std::string& text) {
  const auto instant = parse_instant(text);
  std::string stamp;
  for (const char c : format_instant(std::chrono::floor<std::chrono::seconds>(instant.value_or(Instant{})))) {
    if (c != '-' && c != ':') stamp += c;
  }
  return stamp;
}

std::string calendar_event(const PublicWords& words, const Json& item, const std::string& origin) {
  const std::string day = text_member(item, "deadline").substr(0, 10);
  const auto date = parse_date(day);
  if (!date) return "";
  const std::string id = text_member(item, "id");
  const ToldText title = words.title(item);
  const std::string address = origin + html::Address::here({words.language(), "register", id}).text();
  const std::string summary = words.say()("item.deadline") + words.say()("colon") + title.text;
  const std::int64_t version = item.value("version", std::int64_t{1});
  return "BEGIN:VEVENT\r\n" + calendar_line("UID", text_member(item, "kind") + "/" + id + "@yellowsea") +
         calendar_value("DTSTAMP", utc_stamp(text_member(item, "updated_at"))) +
         calendar_value("LAST-MODIFIED", utc_stamp(text_member(item, "updated_at"))) +
         calendar_value("SEQUENCE", std::to_string(std::max<std::int64_t>(0, version - 1))) +
         calendar_value("DTSTART;VALUE=DATE", compact(day)) +
         calendar_value("DTEND;VALUE=DATE", compact(format_date(add(*date, Duration{false, 0, 1, 0})))) +
         calendar_line(title.lang.empty() ? "SUMMARY" : "SUMMARY;LANGUAGE=" + title.lang, summary) +
         calendar_line("DESCRIPTION", words.deadline(item)) + calendar_value("URL", address) +
         "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n";
}

// ---- Answers

Response answer(const Call& call, const std::string& type, std::string body) {
  return with_etag(call.request, Response{200,
                                          {{"content-type", type},
                                           {"cache-control", for_a_minute},
                                           {"vary", "accept-language"},
                                           {"access-control-allow-origin", "*"},
                                           {"x-content-type-options", "nosniff"}},
                                          std::move(body),
                                          {}});
}

Response register_data(const ApiParts& parts, const Call& call, bool as_table) {
  const auto moment = moment_of_now(parts.reader, parts.pack, parts.definitions, call.now);
  if (!moment) return problem_response(moment.error(), call.language);
  if (as_table) {
    const auto tables = public_tables(**moment, parts.pack, "register");
    if (!tables) return problem_response(tables.error(), call.language);
    return answer(call, "text/csv; charset=utf-8; header=present", csv_of(*tables));
  }
  const auto items = public_items(**moment, parts.pack, "register");
  if (!items) return problem_response(items.error(), call.language);
  return answer(call, "application/json", to_text(*items));
}

std::string language_of_call(const Call& call) {
  const std::string asked = call.request.query_value("lang").value_or("");
  return asked == "en" || asked == "ja" || asked == "zh" || asked == "ko" ? asked : call.language;
}

// "busan" of /calendar/busan.ics; "" if it is no member's.
std::string city_of(const Pack& pack, const std::string& path) {
  static constexpr std::string_view folder = "/calendar/";
  static constexpr std::string_view ending = ".ics";
  if (!path.starts_with(folder) || !path.ends_with(ending) || path.size() <= folder.size() + ending.size())
    return "";
  const std::string city = path.substr(folder.size(), path.size() - folder.size() - ending.size());
  const auto& all = pack.organisations();
  const bool known = std::any_of(all.begin(), all.end(), [&](const Organisation& one) {
    return one.id == city && one.json.contains("member_from");
  });
  return known ? city : "";
}

}  // namespace

std::string calendar_value(std::string_view name, std::string_view value) {
  std::string line = std::string(name) + ":";
  std::copy_if(value.begin(), value.end(), std::back_inserter(line),
               [](char c) { return static_cast<unsigned char>(c) >= 0x20; });
  return folded(line);
}

std::string calendar_line(std::string_view name, std::string_view text) {
  return folded(std::string(name) + ":" + escaped_text(text));
}

std::string atom_feed(const PublicWords& words, const std::vector<Json>& items, const std::string& origin) {
  const Json& settings = words.pack().configuration("yellowsea");
  const std::string name =
      words.pick(settings.is_object() ? settings.value("name", Json()) : Json(), "yellowsea");
  const html::Address own = html::Address::here({"feeds", "commitments.atom"}, {{"lang", words.language()}});
  std::string feed =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"" +
      attribute("xml:lang", words.language()) + ">\n" +
      tag("id", "urn:yellowsea:feed:commitments:" + words.language()) +
      tag("title", words.say()("page.register")) + tag("updated", latest_change(items)) + "<author>" +
      tag("name", name) + "</author>\n<link" + attribute("rel", "self") +
      attribute("type", "application/atom+xml") + attribute("href", origin + own.text()) + "/>\n<link" +
      attribute("rel", "alternate") + attribute("type", "text/html") +
      attribute("href", origin + html::Address::here({words.language(), "register"}).text()) + "/>\n";
  for (const Json& item : items) feed += atom_entry(words, item, origin);
  return feed + "</feed>\n";
}

std::string calendar_of(const PublicWords& words, const std::string& city, const std::vector<Json>& items,
                        const std::string& origin) {
  const std::string name = words.say()("page.register") + words.say()("colon") + words.organisation(city);
  std::string calendar =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//yellowsea//register//EN\r\n"
      "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n" +
      calendar_line("NAME", name) + calendar_line("X-WR-CALNAME", name) +
      "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n";
  for (const Json& item : items) calendar += calendar_event(words, item, origin);
  return calendar + "END:VCALENDAR\r\n";
}

std::optional<Response> read_public_data(const ApiParts& parts, StoreRepository& repository,
                                         const Call& call) {
  const auto definition = parts.pack.definition("commitment");
  const auto hidden = hidden_pages(parts.pack);
  if (definition == nullptr || std::find(hidden.begin(), hidden.end(), "register") != hidden.end())
    return std::nullopt;
  const std::string& path = call.request.path;
  if (path == "/data/register.csv") return register_data(parts, call, true);
  if (path == "/data/register.json") return register_data(parts, call, false);
  const bool feed = path == "/feeds/commitments.atom";
  const std::string city = city_of(parts.pack, path);
  if (!feed && city.empty()) return std::nullopt;
  const PublicWords words(parts.pack, language_of_call(call));
  const std::string origin = origin_of(call.request);
  if (feed) {
    const ApiAnswer latest = ask(parts, repository, call, {definition->path},
                                 {{"sort", "-updated_at,id"}, {"limit", std::to_string(feed_entries)}});
    std::vector<Json> items;
    if (latest.status == 200) items.assign(latest.body.at("items").begin(), latest.body.at("items").end());
    return answer(call, "application/atom+xml; charset=utf-8", atom_feed(words, items, origin));
  }
  const auto items = ask_all(parts, repository, call, definition->path,
                             {{"city", city}, {"sort", "deadline,id"}}, max_deadlines);
  return answer(call, "text/calendar; charset=utf-8", calendar_of(words, city, items, origin));
}

}  // namespace yellowsea::web
