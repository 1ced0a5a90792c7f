// The register without JavaScript: its list and one commitment.
#include <algorithm>

#include "web/action/public_pages.hpp"
#include "web/action/public_values.hpp"

namespace yellowsea::web {
namespace {

using html::Address;
using html::Attribute;
using html::element;
using html::Markup;
using html::void_element;

struct Option {
  std::string value;
  std::string title;
};

Markup form_group(const std::string& id, const std::string& label, const Markup& control) {
  return element("div", {{"class", "govuk-form-group"}},
                 {element("label", {{"class", "govuk-label"}, {"for", id}}, label), control});
}

Markup choice(const PublicRequest& request, const std::string& name, const std::string& label,
              const std::vector<Option>& options) {
  const std::string chosen = request.call.request.query_value(name).value_or("");
  Markup list = element("option", {{"value", ""}}, request.words.say()("list.any"));
  for (const Option& option : options) {
    std::vector<Attribute> attributes{{"value", option.value}};
    if (option.value == chosen) attributes.push_back(Attribute::flag("selected"));
    list += element("option", attributes, option.title);
  }
  const std::string id = "public-" + name;
  return form_group(id, label,
                    element("select", {{"class", "govuk-select"}, {"id", id}, {"name", name}}, list));
}

Markup typed(const PublicRequest& request, const std::string& name, const char* type,
             const std::string& label) {
  const std::string id = "public-" + name;
  return form_group(id, label,
                    void_element("input", {{"class", "govuk-input"},
                                           {"id", id},
                                           {"name", name},
                                           {"type", type},
                                           {"value", request.call.request.query_value(name).value_or("")}}));
}

Markup filters(const PublicRequest& request) {
  const PublicWords& words = request.words;
  const Texts& say = words.say();
  std::vector<std::string> ids;
  for (const Organisation& one : words.pack().organisations()) {
    if (one.json.contains("member_from")) ids.push_back(one.id);
  }
  std::vector<Option> cities;
  for (const std::string& id : words.by_english_name(std::move(ids)))
    cities.push_back({id, words.organisation(id)});
  std::vector<Option> rounds;
  const auto round = words.pack().definition("round");
  if (round != nullptr) {
    for (const Json& one : ask_all(request.parts, request.repository, request.call, round->path, {}))
      rounds.push_back({one.at("id").get<std::string>(), words.title(one).text});
  }
  return element(
      "form",
      {{"method", "get"}, {"class", "filters"}, {"role", "search"}, {"aria-label", say("list.filter")}},
      {typed(request, "q", "search", say("list.search")),
       choice(request, "city", say("dashboard.city"), cities),
       choice(request, "round", say("coverage.round"), rounds),
       choice(request, "overdue", say("list.overdue"), {{"true", say("yes")}, {"false", say("no")}}),
       typed(request, "as_of", "date", say("past.field")),
       element("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}},
               say("list.apply"))});
}

Markup card(const PublicRequest& request, const machine::Definition& definition, const Json& item) {
  const PublicWords& words = request.words;
  const ToldText title = words.title(item);
  const std::string id = item.at("id").get<std::string>();
  const std::string city = item.at("fields").value("city", std::string());
  return element(
      "li", {{"class", "card"}, {"data-item", id}},
      element("div", {{"class", "card__text"}},
              {element("a",
                       {{"class", "govuk-link card__title"},
                        {"href", Address::here({words.language(), "register", id})}},
                       user_text(title)),
               element("span", {{"class", "id"}}, words.organisation(city) + " · " + id),
               state_tags(words, definition, item),
               element("span", {{"class", "card__deadline"}},
                       {words.say()("item.deadline"), words.say()("colon"), words.deadline(item)})}));
}

Query without(const Query& query, std::string_view name) {
  Query kept = query;
  std::erase_if(kept, [&](const auto& each) { return each.first == name; });
  return kept;
}

Markup pages(const PublicRequest& request, const Json& next) {
  Markup links;
  const Texts& say = request.words.say();
  Query query = without(request.call.request.query, "cursor");
  if (request.call.request.query_value("cursor")) {
    links += element("a", {{"class", "govuk-link"}, {"href", Address::query(query)}}, say("list.first"));
    links += " ";
  }
  if (next.is_string()) {
    query.emplace_back("cursor", next.get<std::string>());
    links += element("a", {{"class", "govuk-link"}, {"rel", "next"}, {"href", Address::query(query)}},
                     say("list.next"));
  }
  return element("nav", {{"class", "pages"}, {"aria-label", say("list.pages")}}, links);
}

// The same things for programs: at the foot of the page, and in its head.
Markup open_data(const PublicRequest& request) {
  const PublicWords& words = request.words;
  const Texts& say = words.say();
  const auto link = [](const Address& address, const std::string& title) {
    return element("a", {{"class", "govuk-link"}, {"href", address}}, title);
  };
  Markup calendars;
  std::vector<std::string> ids;
  for (const Organisation& one : words.pack().organisations()) {
    if (one.json.contains("member_from")) ids.push_back(one.id);
  }
  for (const std::string& id : words.by_english_name(std::move(ids))) {
    calendars +=
        link(Address::here({"calendar", id + ".ics"}, {{"lang", words.language()}}), words.organisation(id));
    calendars += " ";
  }
  return element("section", {{"class", "open-data"}, {"aria-labelledby", "open-data"}},
                 {element("h2", {{"class", "govuk-heading-m"}, {"id", "open-data"}}, say("data.title")),
                  element("p", {{"class", "govuk-body"}},
                          {link(Address::here({"data", "register.csv"}), say("data.csv")), " ",
                           link(Address::here({"data", "register.json"}), say("data.json")), " ",
                           link(Address::here({"feeds", "commitments.atom"}, {{"lang", words.language()}}),
                                say("data.feed"))}),
                  element("p", {{"class", "govuk-body"}}, {say("data.calendar"), say("colon"), calendars})});
}

Markup said_by(const PublicRequest& request, const machine::Definition& definition, const Json& item,
               const std::string& title, const std::vector<std::string>& fields) {
  const PublicWords& words = request.words;
  Markup said;
  for (const std::string& field : fields) {
    const Json value = item.at("fields").value(field, Json());
    if (value.is_null() || (value.is_structured() && value.empty())) continue;
    const Json schema = field_schema(definition, field);
    said += element("p", {{"class", "govuk-body"}},
                    element("strong", words.pick(schema.value("x-title", Json()), field)));
    const Markup markup = value_markup(words, value, schema, item, field);
    said += value.is_structured() ? markup : element("p", {{"class", "govuk-body"}}, markup);
  }
  if (said.empty()) said = element("p", {{"class", "secondary"}}, words.say()("register.nothingYet"));
  return {element("h3", {{"class", "govuk-heading-s"}}, title), said};
}

Markup promise(const PublicRequest& request, const machine::Definition& definition, const Json& item) {
  const PublicWords& words = request.words;
  const ToldText told = words.told(item, "text");
  Markup promised;
  if (!told.text.empty()) promised += element("p", {{"class", "govuk-body"}}, user_text(told));
  if (const std::string note = words.note(told); !note.empty())
    promised += element("p", {{"class", "govuk-body-s secondary"}}, note);
  const Json measures = item.at("fields").value("measures", Json());
  if (!measures.is_null())
    promised += value_markup(words, measures, field_schema(definition, "measures"), item, "measures");
  return promised;
}

Markup heading(const std::string& text) { return element("h2", {{"class", "govuk-heading-m"}}, text); }

}  // namespace

PublicPage register_list(const PublicRequest& request) {
  const PublicWords& words = request.words;
  const Texts& say = words.say();
  const auto definition = words.pack().definition("commitment");
  Query query;
  for (const auto& [name, value] : request.call.request.query) {
    if (!value.empty()) query.emplace_back(name, value);
  }
  if (!request.call.request.query_value("sort")) query.emplace_back("sort", "deadline,id");
  // As many as the live page shows: what a phone lays out without being held up.
  if (!request.call.request.query_value("limit")) query.emplace_back("limit", "25");
  const ApiAnswer answer = ask(request.parts, request.repository, request.call, {definition->path}, query);
  PublicPage page{answer.status, say("page.register"), alternate_links(words), {}};
  page.content = {element("h1", {{"class", "govuk-heading-l"}}, page.title),
                  element("p", {{"class", "govuk-body-l"}}, say("register.lead")), filters(request)};
  if (answer.status != 200) {
    page.content +=
        element("p", {{"class", "govuk-error-message"}}, answer.body.value("detail", std::string()));
    return page;
  }
  const Json& items = answer.body.at("items");
  const auto overdue = std::count_if(items.begin(), items.end(),
                                     [](const Json& item) { return item.value("overdue", Json()) == true; });
  page.content +=
      element("p", {{"class", "govuk-body"}},
              items.empty() ? say("list.none")
                            : say.counted("register.count", static_cast<std::int64_t>(items.size()),
                                          {{"overdue", std::to_string(overdue)}}));
  Markup cards;
  for (const Json& item : items) cards += card(request, *definition, item);
  page.content += element("ul", {{"class", "cards"}}, cards);
  page.content += pages(request, answer.body.value("next", Json()));
  page.content += open_data(request);
  return page;
}

PublicPage register_entry(const PublicRequest& request) {
  const PublicWords& words = request.words;
  const Texts& say = words.say();
  const auto definition = words.pack().definition("commitment");
  const std::string& id = request.address.id;
  const ApiAnswer answer = ask(request.parts, request.repository, request.call, {definition->path, id},
                               request.call.request.query);
  if (answer.status != 200) return unknown_entry(words);
  const Json& item = answer.body;
  const std::string city = item.at("fields").value("city", std::string());
  const ToldText title = words.title(item);
  PublicPage page{200, title.text, alternate_links(words), {}};
  page.content = {element("span", {{"class", "govuk-caption-l"}},
                          say("register.caption", {{"city", words.organisation(city)}, {"id", id}})),
                  element("h1", {{"class", "govuk-heading-l"}}, user_text(title))};
  if (const std::string note = words.note(title); !note.empty())
    page.content += element("p", {{"class", "govuk-body-s secondary"}}, note);
  if (item.value("deadline", Json()).is_string()) {
    page.content += element("p", {{"class", "govuk-body-l"}},
                            say(item.value("overdue", Json()) == true ? "register.wasDue" : "register.due",
                                {{"city", words.organisation(city)}, {"date", words.deadline(item)}}));
  }
  page.content += element("p", {{"class", "govuk-body"}}, state_tags(words, *definition, item));
  page.content += heading(say("register.voices"));
  page.content +=
      said_by(request, *definition, item, say("register.claim"), {"percentage", "progress", "completions"});
  page.content +=
      said_by(request, *definition, item, say("register.verification"), {"verified_at", "disputes"});
  page.content +=
      said_by(request, *definition, item, say("register.assessment"), {"grade", "assessments", "decisions"});
  page.content += heading(say("register.promise"));
  page.content += promise(request, *definition, item);
  page.content += heading(say("item.fields"));
  page.content += fields_markup(words, *definition, item,
                                {"title", "title_language", "text", "measures", "translations", "percentage",
                                 "progress", "completions", "verified_at", "disputes", "grade", "assessments",
                                 "decisions", "deadline", "city", "language", "source_sha256"});
  const ApiAnswer history = ask(request.parts, request.repository, request.call,
                                {definition->path, id, "history"}, request.call.request.query);
  if (history.status == 200) {
    page.content += heading(say("item.history"));
    Json told = item;
    told["attachments"] = history.body.value("attachments", Json::object());
    page.content += history_markup(words, *definition, told, history.body.at("items"), words.zone_of(city));
  }
  return page;
}

}  // namespace yellowsea::web
