// Stored events of lists that grow for years: each says what it added, and none outgrows its limit.
#include "engine/service/record.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/service/data_place.hpp"

using namespace yellowsea;

namespace {

const std::string commitment = "action-2010-kkq-01.qingdao";

// The rounds of the main play until a commitment is under way.
std::string lines_until(const std::string& at) {
  std::string lines;
  for (const std::string& line : split(accepted_lines("main"), '\n')) {
    if (!line.empty() && Json::parse(line).at("at").get<std::string>() < at) lines += line + "\n";
  }
  return lines;
}

std::string progress(const std::string& at, const std::string& text) {
  return Json{{"at", at},
              {"kind", "commitment"},
              {"key", commitment},
              {"type", "progress"},
              {"data", {{"text", text}, {"outlook", "on_track"}}}}
             .dump() +
         "\n";
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

Json body_of(const store::EventRow& row) { return Json::parse(row.body); }

std::vector<store::EventRow> history(const DataPlace& place) {
  return place.writer().history("commitment", commitment, 0, 1000);
}

// An event of an item of that kind, which need not have happened.
struct Said {
  machine::Item item;
  machine::Event event;

  Said(const std::string& kind, const std::string& type) {
    item.kind = event.kind = kind;
    item.id = event.id = "one";
    item.definition = action_pack()->definition(kind);
    event.version = 1;
    event.type = type;
  }
  Result<EncodedEvent> encoded() const { return encode_event(event, item, true, Instant{}); }
};

Json progress_of(const DataPlace& place) {
  const auto moment =
      must(moment_of_past(place.writer(), *place.pack, place.definitions(), instant("2012-01-01T00:00:00Z")));
  return moment->find("commitment", commitment)->fields.at("progress");
}

}  // namespace

TEST_CASE("an entry of a list is stored as what it added, and what was added is read back in order") {
  DataPlace place;
  must(place.import(lines_until("2011-02-01") + progress("2011-03-01T00:00:00Z", "First.") +
                    progress("2011-03-02T00:00:00Z", "Second.") +
                    progress("2011-03-03T00:00:00Z", "Third.")));
  auto rows = history(place);
  const std::vector<store::EventRow> last(rows.end() - 3, rows.end());
  // The first one makes the list.
  CHECK(body_of(last[0]).at("v") == 1);
  CHECK(body_of(last[0]).at("fields").at("progress").size() == 1);
  CHECK_FALSE(body_of(last[0]).contains("appended"));
  for (const auto& [row, text] : {std::pair{last[1], "Second."}, std::pair{last[2], "Third."}}) {
    const Json body = body_of(row);
    CHECK(body.at("v") == 2);
    CHECK_FALSE(body.at("fields").contains("progress"));
    REQUIRE(body.at("appended").at("progress").size() == 1);
    CHECK(body.at("appended").at("progress")[0].at("text") == text);
  }
  const Json list = progress_of(place);
  REQUIRE(list.size() == 3);
  CHECK(list[0].at("text") == "First.");
  CHECK(list[2].at("text") == "Third.");
}

TEST_CASE("a promise can have news for as long as it takes: an event does not grow with those before it") {
  DataPlace place;
  std::string lines = lines_until("2011-02-01");
  // Just short enough to stay in the event.
  const std::string text(content_threshold_bytes - 1, 'x');
  for (int day = 0; day < 240; ++day) {
    lines += progress("2011-" + two_digits(3 + day / 28) + "-" + two_digits(1 + day % 28) + "T00:00:00Z",
                      text + std::to_string(day));
  }
  must(place.import(lines));
  CHECK(progress_of(place).size() == 240);
  const auto rows = history(place);
  CHECK(rows.back().body.size() < rows[rows.size() - 200].body.size() + 100);
}

TEST_CASE("what would be too long with its short texts keeps these apart as well") {
  Said said("commitment", "open");
  const auto measures = [](std::size_t count, std::size_t bytes) {
    Json list = Json::array();
    for (std::size_t at = 0; at < count; ++at)
      list.push_back(Json{{"text", std::to_string(at) + std::string(bytes, 'm')}});
    return list;
  };
  const auto encoded = [&](const Json& list) {
    said.event.data = said.event.change.fields = Json{{"measures", list}};
    return said.encoded();
  };
  CHECK(must(encoded(measures(10, 1000))).content.empty());
  const EncodedEvent large = must(encoded(measures(50, 1000)));
  CHECK(large.content.size() == 50);
  CHECK(large.row.body.size() <= max_event_bytes);
  const auto read_back = [](const EncodedEvent& stored) {
    return must(decode_event(stored.row, [&](const std::string& hash) -> std::optional<std::string> {
      const auto found = stored.content.find(hash);
      return found == stored.content.end() ? std::nullopt : std::optional(found->second);
    }));
  };
  CHECK(body_of(large.row).at("v") == 1);
  CHECK(read_back(large).change.fields.at("measures") == measures(50, 1000));
  // Its many references would be too long as well: the list is one text.
  const EncodedEvent many = must(encoded(measures(1000, 200)));
  CHECK(many.content.size() == 1);
  CHECK(body_of(many.row).at("v") == 2);
  CHECK(many.row.body.size() < 1024);
  CHECK(read_back(many).change.fields.at("measures") == measures(1000, 200));
  CHECK(read_back(many).data == said.event.data);
  const auto damaged = [&](const std::string&) { return std::optional<std::string>("[{"); };
  CHECK(decode_event(many.row, damaged).error().rule == "event_row");
}

TEST_CASE("an event of too many short members is refused") {
  Said said("commitment", "open");
  for (int at = 0; at < 1000; ++at) said.event.data["member" + std::to_string(at)] = std::string(40, 'x');
  CHECK(said.encoded().error().rule == "event_too_large");
}

TEST_CASE("what is appended for a few people is kept apart, and an older program does not read past it") {
  Said said("action_plan", "return");
  said.event.change.appended = Json{{"notes", Json::array({Json{{"text", "Not yet."}}})}};
  const EncodedEvent encoded = must(said.encoded());
  const Json body = body_of(encoded.row);
  CHECK(body.at("v") == 2);
  CHECK_FALSE(body.contains("appended"));
  CHECK(encoded.row.body.find("Not yet.") == std::string::npos);
  CHECK(Json::parse(encoded.row.secret).at("appended") == said.event.change.appended);
  const auto read = must(decode_event(encoded.row, [](const std::string&) { return std::nullopt; }));
  CHECK(read.change.appended == said.event.change.appended);
}

TEST_CASE("a confidential part may be as long as what people may write, to its limit and no further") {
  Said said("action_plan", "refuse");
  const auto encoded = [&](std::size_t bytes) {
    said.event.change.fields = Json{{"draft_text", std::string(bytes, 'x')}};
    return said.encoded();
  };
  const std::size_t around = must(encoded(0)).row.secret.size();
  const EncodedEvent largest = must(encoded(max_secret_bytes - around));
  CHECK(largest.row.secret.size() == max_secret_bytes);
  CHECK(largest.content.empty());
  const auto read = must(decode_event(largest.row, [](const std::string&) { return std::nullopt; }));
  CHECK(read.change.fields == said.event.change.fields);
  CHECK(encoded(max_secret_bytes - around + 1).error().rule == "event_too_large");
}

TEST_CASE("a stored event whose parts are not what they have to be is refused, not read in part") {
  const auto rule_of = [](const std::string& body, const std::string& secret = "") {
    store::EventRow row;
    row.body = body;
    row.secret = secret;
    const auto event = decode_event(row, [](const std::string&) { return std::nullopt; });
    return event ? "" : event.error().rule;
  };
  CHECK(rule_of(R"({"v":1})").empty());
  CHECK(rule_of(R"({"v":2,"data":{},"fields":{},"appended":{"progress":[]}})").empty());
  for (const char* body :
       {"[]", "{}", R"({"v":3})", R"({"v":"1"})", R"({"v":1,"data":7})", R"({"v":1,"fields":[]})",
        R"({"v":2,"appended":[]})", R"({"v":2,"appended":{"progress":7}})",
        R"({"v":1,"fields":{"text":{"$sha256":"00","bytes":7}}})",
        R"({"v":1,"data":{"text":{"$sha256":7}}})"}) {
    INFO(body);
    CHECK(rule_of(body) == "event_row");
  }
  for (const char* secret : {"[]", R"({"data":7})", R"({"fields":"x"})", R"({"appended":{"notes":null}})"}) {
    INFO(secret);
    CHECK(rule_of(R"({"v":1})", secret) == "event_row");
  }
  // What only describes the event may be of any type.
  CHECK(rule_of(R"({"v":1,"definition":5,"definition_version":"x","timer":7,"by":[],"notices":{"role":1}})")
            .empty());
}

TEST_CASE("a machine's state that is not what it has to be leaves an item without one, and throws nothing") {
  const auto definition = action_pack()->definition("commitment");
  for (const char* machine :
       {"7", "{}", R"({"active":7})", R"({"active":[7]})", R"({"active":["","nowhere"]})",
        R"({"active":[""],"history":7})", R"({"active":[""],"fields":[]})", R"({"active":[""],"timers":[7]})",
        R"({"active":[""],"timers":[{"state":5,"due":5,"delay":5,"generation":"x"}]})"}) {
    INFO(machine);
    machine::Item item;
    item.definition = definition;
    machine::Event event;
    event.change.machine = Json::parse(machine);
    const machine::Item after = machine::evolve(item, event);
    CHECK(after.active.empty());
    CHECK(after.fields.is_object());
  }
}
