// The memorandum without JavaScript: what was signed, by whom, over which text.
#include <algorithm>
#include <map>

#include "engine/base/json_members.hpp"
#include "web/action/public_pages.hpp"
#include "web/action/public_values.hpp"

namespace yellowsea::web {
namespace {

using html::Address;
using html::element;
using html::Markup;

Markup hash(const std::string& text) { return element("code", {{"class", "hash"}}, text); }

Markup heading(const std::string& text) { return element("h2", {{"class", "govuk-heading-m"}}, text); }

// Entries that each say a city, by the cities' English names.
std::vector<Json> by_city(const PublicWords& words, const Json& entries) {
  std::vector<std::string> cities;
  for (const Json& entry : entries) cities.push_back(text_member(entry, "city"));
  cities = words.by_english_name(std::move(cities));
  std::vector<Json> sorted(entries.begin(), entries.end());
  std::stable_sort(sorted.begin(), sorted.end(), [&](const Json& a, const Json& b) {
    const auto place = [&](const Json& one) {
      return std::find(cities.begin(), cities.end(), text_member(one, "city"));
    };
    return place(a) < place(b);
  });
  return sorted;
}

std::string names(const PublicWords& words, const Json& ids) {
  std::vector<std::string> list;
  for (const Json& id : ids) list.push_back(id.is_string() ? id.get<std::string>() : "");
  std::string said;
  for (const std::string& id : words.by_english_name(std::move(list)))
    said += (said.empty() ? "" : words.say()("state.comma")) + words.organisation(id);
  return said;
}

Markup written(const PublicWords& words, const std::string& text) {
  return user_text({text, language_of(text, nullptr, words.language()), "", nullptr, false});
}

Markup signatures(const PublicWords& words, const Json& fields) {
  const Texts& say = words.say();
  const Json all = list_member(fields, "signatures");
  Markup section = heading(say.counted("memorandum.signatures", static_cast<std::int64_t>(all.size())));
  if (const std::string sha256 = text_member(fields, "annex_sha256"); !sha256.empty())
    section += element("p", {{"class", "govuk-body"}}, {say("memorandum.signedOver"), " ", hash(sha256)});
  Markup rows;
  for (const Json& one : by_city(words, all)) {
    const std::string at = text_member(one, "at");
    Markup reserved;
    for (const Json& plan : list_member(one, "reserved"))
      reserved += element("li", plan.is_string() ? plan.get<std::string>() : "");
    if (reserved.empty())
      reserved = say("memorandum.noReservation");
    else
      reserved = {element("ul", {{"class", "govuk-list"}}, reserved),
                  written(words, text_member(one, "reason"))};
    rows += element("tr", {{"class", "govuk-table__row"}},
                    {element("th", {{"scope", "row"}, {"class", "govuk-table__header"}},
                             words.organisation(text_member(one, "city"))),
                     element("td", {{"class", "govuk-table__cell"}},
                             element("time", {{"datetime", at}},
                                     words.instant(at, words.zone_of(text_member(one, "city"))))),
                     element("td", {{"class", "govuk-table__cell"}}, reserved)});
  }
  if (!rows.empty()) {
    Markup head;
    for (const char* key : {"memorandum.mayorOf", "memorandum.signedOn", "memorandum.reservations"})
      head += element("th", {{"scope", "col"}, {"class", "govuk-table__header"}}, say(key));
    section += element("table", {{"class", "govuk-table"}},
                       {element("thead", {{"class", "govuk-table__head"}}, element("tr", head)),
                        element("tbody", {{"class", "govuk-table__body"}}, rows)});
  }
  if (const Json pending = list_member(fields, "pending"); !pending.empty())
    section += element("p", {{"class", "govuk-body"}},
                       {say("memorandum.pending"), say("colon"), names(words, pending)});
  return section;
}

Markup refusals(const PublicWords& words, const machine::Definition& definition, const Json& fields) {
  const Json all = list_member(fields, "refusals");
  if (all.empty()) return {};
  Markup section = heading(words.say()("memorandum.refusals"));
  const Json item = field_schema(definition, "refusals").value("items", Json::object());
  const Json cause = item.value("properties", Json::object()).value("cause", Json::object());
  for (const Json& one : by_city(words, all)) {
    const std::string named =
        words.pick(cause.value("x-enum-titles", Json::object()).value(text_member(one, "cause"), Json()),
                   text_member(one, "cause"));
    section += element("h3", {{"class", "govuk-heading-s"}},
                       words.organisation(text_member(one, "city")) + words.say()("colon") + named);
    section += element("p", {{"class", "govuk-body"}}, written(words, text_member(one, "reason")));
  }
  return section;
}

using Items = std::map<std::string, Json>;

Items of_round(const PublicRequest& request, const char* kind, const std::string& round) {
  Items items;
  const auto definition = request.words.pack().definition(kind);
  if (definition == nullptr) return items;
  for (const Json& item :
       ask_all(request.parts, request.repository, request.call, definition->path, {{"round", round}}))
    items.emplace(text_member(item, "id"), item);
  return items;
}

Markup translation(const PublicWords& words, const Json& each) {
  const std::string language = text_member(each, "language");
  return {element("p", {{"class", "govuk-body-s secondary"}},
                  words.say()("memorandum.translation",
                              {{"language", words.say()("language." + language)},
                               {"organisation", words.organisation(text_member(each, "organisation"))},
                               {"date", words.date(text_member(each, "at").substr(0, 10))}})),
          element("p", {{"class", "govuk-body"}},
                  user_text({text_member(each, "text"), language, "", nullptr, false}))};
}

// What was signed, as it was written, and in every other language that there is of it: the latest of each.
Markup own_text(const PublicWords& words, const Json& memorandum) {
  const Json& fields = memorandum.at("fields");
  const std::string text = text_member(fields, "text");
  if (text.empty()) return {};
  const ToldText told = words.told(memorandum, "text");
  Markup said = element("p", {{"class", "govuk-body"}},
                        user_text({text, told.original, told.original, nullptr, false}));
  if (const std::string note = words.note(told); told.translation.is_null() && !note.empty())
    said += element("p", {{"class", "govuk-body-s secondary"}}, note);
  std::map<std::string, Json> latest;
  for (const Json& each : list_member(fields, "translations")) {
    if (text_member(each, "field") == "text") latest[text_member(each, "language")] = each;
  }
  for (const auto& [language, each] : latest) said += translation(words, each);
  return said;
}

// One plan of the annex: the frozen text itself, and every translation that was frozen with it.
Markup annex_plan(const PublicWords& words, const machine::Definition& plans, const Json& entry,
                  const Items& plan_of, const Items& report_of, std::size_t number) {
  const std::string id = text_member(entry, "plan");
  const auto plan = plan_of.find(id);
  const auto report = report_of.find(text_member(entry, "report"));
  Markup title{std::to_string(number) + ". "};
  if (report != report_of.end()) {
    title += user_text(words.title(report->second));
    title += " ";
  }
  title += element("span", {{"class", "secondary"}}, "(" + id + ")");
  Markup said = element("h4", {{"class", "govuk-heading-s"}}, title);
  if (plan == plan_of.end()) {
    said += element("p", {{"class", "govuk-body secondary"}}, words.say()("memorandum.planUnknown"));
  } else {
    const Json& fields = plan->second.at("fields");
    const std::string text = text_member(fields, "text");
    const std::string lang = language_of(text, fields.value("language", Json()), words.language());
    said += element("p", {{"class", "govuk-body"}}, user_text({text, lang, lang, nullptr, false}));
    if (const Json measures = list_member(fields, "measures"); !measures.empty())
      said += value_markup(words, measures, field_schema(plans, "measures"), plan->second, "measures");
    for (const Json& each : list_member(fields, "annex_translations")) said += translation(words, each);
  }
  said += element("p", {{"class", "govuk-body-s secondary"}},
                  {words.say()("memorandum.textHash"), " ", hash(text_member(entry, "sha256"))});
  return element("div", {{"class", "annex__plan"}, {"data-plan", id}}, said);
}

Markup annex(const PublicRequest& request, const Json& fields) {
  const PublicWords& words = request.words;
  const Json all = list_member(fields, "annex");
  const std::string round = text_member(fields, "round");
  const Items plans = of_round(request, "action_plan", round);
  const Items reports = of_round(request, "problem_report", round);
  const auto definition = words.pack().definition("action_plan");
  Markup section{heading(words.say().counted("memorandum.annex", static_cast<std::int64_t>(all.size()))),
                 element("p", {{"class", "govuk-body"}}, words.say()("memorandum.annexLead"))};
  std::string city;
  for (const Json& entry : by_city(words, all)) {
    if (text_member(entry, "city") != city) {
      city = text_member(entry, "city");
      section += element("h3", {{"class", "govuk-heading-m"}}, words.organisation(city));
    }
    const auto number = std::find(all.begin(), all.end(), entry) - all.begin() + 1;
    section += annex_plan(words, *definition, entry, plans, reports, static_cast<std::size_t>(number));
  }
  return section;
}

Markup how_to_check(const PublicRequest& request, const machine::Definition& definition, const Json& fields) {
  const std::string sha256 = text_member(fields, "annex_sha256");
  if (sha256.empty()) return {};
  const Address address = Address::here({"api", "v1", definition.path, request.address.id});
  const std::string recipe = "curl -s " + origin_of(request.call.request) + address.text() +
                             " | jq -cSj '.fields | [.round, .annex]' | sha256sum";
  const Texts& say = request.words.say();
  return {heading(say("memorandum.check")), element("p", {{"class", "govuk-body"}}, hash(sha256)),
          element("p", {{"class", "govuk-body"}}, say("memorandum.howToCheck")),
          element("p", {{"class", "govuk-body"}}, element("code", {{"class", "recipe"}}, recipe))};
}

}  // namespace

PublicPage memorandum_list(const PublicRequest& request) {
  const PublicWords& words = request.words;
  const auto definition = words.pack().definition("memorandum");
  PublicPage page{200, words.say()("page.memorandum"), alternate_links(words), {}};
  page.content = element("h1", {{"class", "govuk-heading-l"}}, page.title);
  Markup rows;
  for (const Json& item : ask_all(request.parts, request.repository, request.call, definition->path, {})) {
    const std::string id = text_member(item, "id");
    rows += element("li", {{"class", "card"}},
                    {element("a",
                             {{"class", "govuk-link card__title"},
                              {"href", Address::here({words.language(), "memorandum", id})}},
                             user_text(words.title(item))),
                     " ", state_tags(words, *definition, item)});
  }
  page.content += rows.empty() ? element("p", {{"class", "govuk-body"}}, words.say()("list.none"))
                               : element("ul", {{"class", "cards"}}, rows);
  return page;
}

PublicPage memorandum_document(const PublicRequest& request) {
  const PublicWords& words = request.words;
  const Texts& say = words.say();
  const auto definition = words.pack().definition("memorandum");
  const ApiAnswer answer = ask(request.parts, request.repository, request.call,
                               {definition->path, request.address.id}, request.call.request.query);
  if (answer.status != 200) return unknown_entry(words);
  const Json& fields = answer.body.at("fields");
  const ToldText own = words.title(answer.body);
  const bool titled = own.text != request.address.id;
  PublicPage page{
      200, titled ? own.text : say("memorandum.title", {{"round", own.text}}), alternate_links(words), {}};
  page.content = element("h1", {{"class", "govuk-heading-l"}}, titled ? user_text(own) : Markup(page.title));
  const std::string in_force = text_member(fields, "in_force_on");
  page.content += element(
      "p", {{"class", "govuk-body-l"}},
      in_force.empty()
          ? Markup{say("memorandum.notInForce"), " ", state_tags(words, *definition, answer.body)}
          : Markup(say("memorandum.inForce",
                       {{"date", words.date(in_force)}, {"place", words.meeting_place(answer.body)}})));
  page.content += own_text(words, answer.body);
  page.content += signatures(words, fields);
  page.content += refusals(words, *definition, fields);
  page.content += annex(request, fields);
  page.content += how_to_check(request, *definition, fields);
  page.content = element("article", {{"class", "document"}}, page.content);
  return page;
}

}  // namespace yellowsea::web
