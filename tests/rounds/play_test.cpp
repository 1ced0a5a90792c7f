// Whole rounds, line by line: what each event of a play file changes is what stands in the file of expected
// answers.
#include "engine/machine/play.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "engine/base/schema.hpp"
#include "engine/base/text.hpp"
#include "engine/machine/event_line.hpp"
#include "tests/rounds/pack.hpp"

namespace yellowsea::rounds {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines = split(text, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

// Plays a file event by event; every accepted event, and every item at the end, is shown to the caller.
class Replay {
 public:
  using Show = std::function<void(const machine::Event&)>;

  Replay(const std::filesystem::path& file, Show show) : show_(std::move(show)) {
    const auto lines = machine::read_event_lines(read_text(file));
    REQUIRE(lines);
    for (const auto& line : *lines) take(line);
  }

  std::vector<machine::ItemPtr> items() const {
    std::vector<machine::ItemPtr> all;
    for (const std::string& kind : kinds()) {
      for (const auto& item : repository_.all(kind)) all.push_back(item);
    }
    return all;
  }

 private:
  void take(const machine::EventLine& line) {
    const Instant at = line.at.value_or(Instant{});
    move_to(at);
    if (!line.type) return;
    machine::OverlayRepository overlay(repository_);
    const auto events = machine::execute(
        overlay, surroundings(),
        machine::Command{line.kind, line.key, *line.type, line.data, line.actor, at, std::nullopt});
    if (!events) return;
    for (const auto& item : overlay.changed()) repository_.put(item);
    show(*events);
    move_to(at);
  }

  void move_to(Instant at) {
    REQUIRE(machine::advance(repository_, surroundings(), at, [this](const auto& events) { show(events); }));
  }

  void show(const std::vector<machine::Event>& events) {
    for (const auto& event : events) show_(event);
  }

  machine::MemoryRepository repository_;
  Show show_;
};

// "KIND STATE EVENT" of every event that a state takes, timers as "after DELAY". Raised events have no entry
// of their own in the history, so they are left out: what they do is seen in the configurations.
std::set<std::string> branches() {
  std::set<std::string> all;
  for (const auto& [kind, definition] : surroundings().definitions) {
    for (const auto& state : definition->states) {
      for (const auto& on : state.on) {
        const bool raised = on.descriptor.rfind("clock.", 0) == 0 || on.descriptor.rfind("delivery.", 0) == 0;
        if (!raised && on.descriptor.rfind("xstate.", 0) != 0)
          all.insert(kind + " " + state.path + " " + on.descriptor);
      }
      for (const auto& after : state.after) all.insert(kind + " " + state.path + " after " + after.key);
      all.insert(kind + " reaches " + state.path);
    }
  }
  return all;
}

}  // namespace

TEST_CASE("play files give the expected answers", "[rounds]") {
  const auto files = play_files();
  REQUIRE(files.size() >= 8);
  for (const auto& file : files) {
    std::vector<std::string> answers;
    const auto done = machine::play(surroundings(), read_text(file),
                                    [&](const std::string& line) { answers.push_back(line); });
    INFO(file.filename().string());
    REQUIRE(done);
    std::filesystem::path expected_file = file;
    const auto expected = lines_of(read_text(expected_file.replace_extension(".expected.jsonl")));
    const auto events = lines_of(read_text(file));
    REQUIRE(answers.size() == events.size());
    REQUIRE(expected.size() == events.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
      INFO("line " << i + 1 << ": " << events[i]);
      CHECK(answers[i] == expected[i]);
    }
  }
}

TEST_CASE("every branch of every workflow is in a play file", "[rounds]") {
  std::set<std::string> missing = branches();
  for (const auto& file : play_files()) {
    std::map<std::string, std::vector<std::string>> active;
    const Replay replay(file, [&](const machine::Event& event) {
      auto& states = active[event.kind + "/" + event.id];
      for (const std::string& state : states) missing.erase(event.kind + " " + state + " " + event.type);
      if (event.timer) missing.erase(event.kind + " " + event.timer->state + " after " + event.timer->delay);
      states.clear();
      for (const Json& state : event.change.machine.at("active")) states.push_back(state);
      for (const std::string& state : states) missing.erase(event.kind + " reaches " + state);
    });
  }
  for (const std::string& branch : missing) FAIL_CHECK(branch);
}

TEST_CASE("fields always fit their schema, and deadlines never move", "[rounds]") {
  for (const auto& file : play_files()) {
    INFO(file.filename().string());
    const Replay replay(file, [](const machine::Event& event) {
      if (event.type != "open") CHECK_FALSE(event.change.fields.contains("deadline"));
    });
    for (const auto& item : replay.items()) {
      INFO(item->kind << "/" << item->id);
      for (const FieldError& error : check_schema(*item->definition->fields, item->fields)) {
        FAIL_CHECK(error.pointer << ": " << error.rule << " " << error.detail);
      }
    }
  }
}

TEST_CASE("every signed plan of an annex without a reservation is exactly one commitment", "[rounds]") {
  for (const auto& file : play_files()) {
    INFO(file.filename().string());
    const Replay replay(file, [](const machine::Event&) {});
    std::set<std::string> wanted;
    std::set<std::string> made;
    for (const auto& item : replay.items()) {
      if (item->kind == "commitment") made.insert(item->fields.at("plan"));
      if (item->kind != "memorandum" || !item->in_state("in_force")) continue;
      const Json& signed_by = item->fields.at("signed");
      const Json& reserved = item->fields.at("reserved");
      for (const Json& entry : item->fields.at("annex")) {
        const bool by_city =
            std::find(signed_by.begin(), signed_by.end(), entry.at("city")) != signed_by.end();
        const bool held_back =
            std::find(reserved.begin(), reserved.end(), entry.at("plan")) != reserved.end();
        if (by_city && !held_back) wanted.insert(entry.at("plan"));
      }
    }
    CHECK(made == wanted);
  }
}

}  // namespace yellowsea::rounds
