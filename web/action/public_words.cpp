#include "web/action/public_words.hpp"

#include <algorithm>
#include <array>

#include "engine/base/hash.hpp"
#include "engine/base/json_members.hpp"
#include "engine/base/json_read.hpp"
#include "engine/base/text.hpp"
#include "engine/service/views.hpp"
#include "web/server/head.hpp"

namespace yellowsea::web {
namespace {

struct Scripts {
  bool hangul = false;
  bool kana = false;
  bool han = false;
  bool latin = false;  // three letters or more

  bool none() const { return !hangul && !kana && !han && !latin; }
};

// Only what tells the four languages apart; the text is valid UTF-8.
Scripts scripts_of(std::string_view text) {
  Scripts scripts;
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length && at + i < text.size(); ++i)
      point = (point << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    at += length;
    const auto within = [point](char32_t first, char32_t last) { return first <= point && point <= last; };
    scripts.hangul |= within(0x1100, 0x11FF) || within(0x3130, 0x318F) || within(0xAC00, 0xD7A3);
    scripts.kana |= within(0x3041, 0x309F) || within(0x30A1, 0x30FA) || within(0xFF66, 0xFF9D);
    scripts.han |= within(0x3400, 0x4DBF) || within(0x4E00, 0x9FFF) || within(0x20000, 0x3FFFF);
    letters = within('A', 'Z') || within('a', 'z') ? letters + 1 : 0;
    scripts.latin |= letters >= 3;
  }
  return scripts;
}

// An answer in one language quotes the problem's title in another.
std::string without_quotations(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> marks{
      {{"“", "”"}, {"「", "」"}, {"『", "』"}, {"《", "》"}, {"\"", "\""}}};
  std::string rest;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    for (const auto& [open, close] : marks) {
      if (!text.substr(at).starts_with(open)) continue;
      const std::size_t found = text.find(close, at + open.size());
      if (found != std::string_view::npos) end = found + close.size();
    }
    if (end == at) rest += text[at];
    at = std::max(end, at + 1);
  }
  return rest;
}

bool is_language(const Json& json) { return json == "en" || json == "ja" || json == "zh" || json == "ko"; }

// Noon belongs to the same weekday everywhere.
std::size_t weekday_of(CivilDate date) {
  const auto days = std::chrono::floor<std::chrono::days>(start_of(date, Zone::utc()));
  return std::chrono::weekday(days).c_encoding();
}

}  // namespace

std::string language_of(std::string_view text, const Json& hint, std::string_view reader) {
  const Scripts unquoted = scripts_of(without_quotations(text));
  const Scripts scripts = unquoted.none() ? scripts_of(text) : unquoted;
  const bool east = scripts.hangul || scripts.kana || scripts.han;
  // A few Latin words in a text of another language are in no other language than they look.
  if (east && is_language(hint)) return hint.get<std::string>();
  if (scripts.hangul) return "ko";
  if (scripts.kana) return "ja";
  if (scripts.han) return reader == "ja" ? "" : "zh";
  return scripts.latin ? "en" : "";
}

std::string date_text(CivilDate date, std::string_view language) {
  static constexpr std::array english_days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array english_months{"Jan", "Feb", "Mar",  "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"};
  static constexpr std::array japanese_days{"日", "月", "火", "水", "木", "金", "土"};
  static constexpr std::array chinese_days{"周日", "周一", "周二", "周三", "周四", "周五", "周六"};
  static constexpr std::array korean_days{"일", "월", "화", "수", "목", "금", "토"};
  const std::size_t weekday = weekday_of(date);
  const std::string year = std::to_string(date.year);
  const std::string month = std::to_string(date.month);
  const std::string day = std::to_string(date.day);
  if (language == "ja") return year + "年" + month + "月" + day + "日(" + japanese_days.at(weekday) + ")";
  if (language == "zh") return year + "年" + month + "月" + day + "日" + chinese_days.at(weekday);
  if (language == "ko") return year + "년 " + month + "월 " + day + "일 (" + korean_days.at(weekday) + ")";
  return std::string(english_days.at(weekday)) + " " + day + " " + english_months.at(date.month - 1) + " " +
         year;
}

PublicWords::PublicWords(const Pack& pack, std::string_view language) : pack_(pack), texts_(language) {}

std::string PublicWords::pick(const Json& texts, const std::string& otherwise) const {
  return title_in(texts, language(), otherwise);
}

const Json& PublicWords::organisation_json(const std::string& id) const {
  static const Json none = Json::object();
  for (const Organisation& one : pack_.organisations()) {
    if (one.id == id) return one.json;
  }
  return none;
}

std::string PublicWords::organisation(const std::string& id) const {
  return pick(organisation_json(id).value("names", Json::object()), id);
}

std::string PublicWords::actor(const Json& actor) const {
  const std::string role = text_member(actor, "role");
  const std::string id = text_member(actor, "organisation");
  if (role.empty()) return texts_("actor.system");
  // An organisation may have a name for what acts in the role, such as its chamber.
  const Json part = organisation_json(id).value(role, Json());
  if (part.is_object()) return pick(part, id);
  const Role* known = pack_.role(role);
  std::string title = known == nullptr ? role : pick(known->title, role);
  if (id.empty()) return title;
  return texts_("actor", {{"role", title}, {"organisation", organisation(id)}});
}

std::vector<std::string> PublicWords::by_english_name(std::vector<std::string> ids) const {
  const auto name = [this](const std::string& id) {
    return title_in(organisation_json(id).value("names", Json::object()), "en", id);
  };
  std::sort(ids.begin(), ids.end(),
            [&](const std::string& a, const std::string& b) { return name(a) < name(b); });
  return ids;
}

Zone PublicWords::zone_of(const std::string& organisation) const {
  return Zone::find(text_member(organisation_json(organisation), "zone")).value_or(Zone::utc());
}

std::string PublicWords::date(const std::string& text) const {
  const auto date = parse_date(text);
  return date ? date_text(*date, language()) : text;
}

std::string PublicWords::instant(const std::string& text, const Zone& zone) const {
  const auto instant = parse_instant(text);
  if (!instant) return text;
  const std::string local = format_instant(*instant, zone);
  const std::string offset = local.ends_with("Z") ? "" : local.substr(local.size() - 6);
  return texts_("date.atTime", {{"date", date_text(date_in(*instant, zone), language())},
                                {"time", local.substr(11, 5)},
                                {"place", texts_("date.offset", {{"offset", offset}})}});
}

std::string PublicWords::deadline(const Json& item) const {
  std::string text = text_member(item, "deadline");
  const std::string place = organisation(text_member(item.value("fields", Json::object()), "city"));
  if (text.size() < 19) return text;
  const std::string day = date(text.substr(0, 10));
  if (text.substr(11, 8) == "23:59:59") return texts_("date.endOfDay", {{"date", day}, {"place", place}});
  return texts_("date.atTime", {{"date", day}, {"time", text.substr(11, 5)}, {"place", place}});
}

std::string PublicWords::state(const machine::Definition& definition, const std::string& path) const {
  std::string said;
  for (std::size_t end = path.find('.');; end = path.find('.', end + 1)) {
    const std::string part = path.substr(0, end);
    for (const auto& state : definition.states) {
      if (state.path != part || !state.meta.is_object()) continue;
      const std::string title = pick(state.meta.value("title", Json::object()));
      if (!title.empty()) said += (said.empty() ? "" : texts_("state.separator")) + title;
    }
    if (end == std::string::npos) break;
  }
  return said.empty() ? path : said;
}

std::string PublicWords::event(const machine::Definition& definition, const Json& entry) const {
  const std::string type = text_member(entry, "type");
  if (type.empty()) return texts_("history.timer");
  if (type == "xstate.migrate") return texts_("history.migrated");
  if (type == "xstate.erase") return texts_("history.erased");
  const machine::EventDefinition* event = definition.event(type);
  const std::string otherwise = type == "open" ? texts_("history.opened") : type;
  return event == nullptr ? otherwise : pick(event->title, otherwise);
}

ToldText PublicWords::told(const Json& item, const std::string& field) const {
  const Json fields = item.value("fields", Json::object());
  ToldText told;
  told.text = text_member(fields, field);
  const Json hint = fields.contains(field + "_language") ? fields.at(field + "_language")
                                                         : fields.value("language", Json());
  told.lang = told.original = language_of(told.text, hint, language());
  if (told.original == language()) return told;
  for (const Json& each : fields.value("translations", Json::array())) {
    // The latest one counts.
    if (each.value("field", Json()) != field || each.value("language", Json()) != language()) continue;
    told.translation = each;
  }
  if (told.translation.is_null()) return told;
  const std::string source = text_member(told.translation, "source_sha256");
  told.stale = !source.empty() && source != to_hex(sha256(to_text(Json::array({told.text}))));
  told.text = text_member(told.translation, "text");
  told.lang = language();
  return told;
}

std::string PublicWords::meeting_place(const Json& item) const {
  const ToldText place = told(item, "place");
  // Cities are called by their English names in small letters.
  const std::string id = to_lower(place.text);
  const bool is_city = organisation_json(id).contains("member_from");
  return is_city && place.translation.is_null() ? organisation(id) : place.text;
}

ToldText PublicWords::title(const Json& item) const {
  for (const char* name : {"title", "name"}) {
    if (ToldText own = told(item, name); !own.text.empty()) return own;
  }
  return {text_member(item, "id"), "", "", nullptr, false};
}

std::string PublicWords::note(const ToldText& told) const {
  const auto name = [this](const std::string& code) { return texts_("language." + code); };
  if (told.original.empty() || told.original == language()) return "";
  if (told.translation.is_null()) return texts_("translation.original", {{"language", name(told.original)}});
  std::string said =
      texts_("translation.by", {{"language", name(told.original)},
                                {"organisation", organisation(text_member(told.translation, "organisation"))},
                                {"date", date(text_member(told.translation, "at").substr(0, 10))}});
  if (told.stale) said += " " + texts_("translation.stale");
  return said;
}

html::Markup user_text(const ToldText& told) {
  std::vector<html::Attribute> attributes{{"class", "user-text"}};
  if (!told.lang.empty()) attributes.push_back({"lang", told.lang});
  return html::element("span", attributes, told.text);
}

}  // namespace yellowsea::web
