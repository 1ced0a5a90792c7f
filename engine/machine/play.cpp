#include "engine/machine/play.hpp"

#include <map>

#include "engine/machine/event_line.hpp"

namespace yellowsea::machine {
namespace {

class Player {
 public:
  Player(const Surroundings& surroundings, const std::function<void(const std::string&)>& write)
      : surroundings_(surroundings), write_(write) {}

  Result<void> run(const std::vector<EventLine>& lines) {
    for (const EventLine& line : lines) {
      const Instant at = line.at.value_or(Instant{});
      changed_.clear();
      if (auto moved = move_to(at); !moved) return moved;
      std::string refused;
      if (line.type) refused = take(line, at);
      if (auto moved = move_to(at); !moved) return moved;
      put(line, at, refused);
    }
    return {};
  }

 private:
  Result<void> move_to(Instant at) {
    return advance(repository_, surroundings_, at,
                   [this](const std::vector<Event>& events) { note(events); });
  }

  std::string take(const EventLine& line, Instant at) {
    OverlayRepository overlay(repository_);
    const auto events =
        execute(overlay, surroundings_,
                Command{line.kind, line.key, *line.type, line.data, line.actor, at, std::nullopt});
    if (!events) return refused_by(events.error());
    for (const ItemPtr& item : overlay.changed()) repository_.put(item);
    note(*events);
    return {};
  }

  void note(const std::vector<Event>& events) {
    for (const Event& event : events) {
      const ItemPtr item = repository_.find(event.kind, event.id);
      if (item != nullptr) changed_[event.kind + "/" + event.id] = configuration(*item);
    }
  }

  void put(const EventLine& line, Instant at, const std::string& refused) {
    OrderedJson answer;
    answer["at"] = format_instant(at);
    answer["kind"] = line.type ? OrderedJson(line.kind) : OrderedJson(nullptr);
    answer["key"] = line.type ? OrderedJson(line.key) : OrderedJson(nullptr);
    answer["type"] = line.type ? OrderedJson(*line.type) : OrderedJson(nullptr);
    answer["accepted"] = refused.empty();
    answer["refused_by"] = refused.empty() ? OrderedJson(nullptr) : OrderedJson(refused);
    answer["changed"] = OrderedJson::object();
    for (const auto& [item, states] : changed_) answer["changed"][item] = states;
    write_(answer.dump(-1, ' ', false, OrderedJson::error_handler_t::replace));
  }

  const Surroundings& surroundings_;
  const std::function<void(const std::string&)>& write_;
  MemoryRepository repository_;
  std::map<std::string, std::vector<std::string>> changed_;
};

}  // namespace

std::string refused_by(const Problem& problem) {
  if (problem.code == ProblemCode::invalid) return "data";
  return problem.arguments.value("refused_by", problem.rule);
}

Result<void> play(const Surroundings& surroundings, std::string_view lines,
                  const std::function<void(const std::string&)>& write) {
  const auto read = read_event_lines(lines);
  if (!read) return Failure(read.error());
  return Player(surroundings, write).run(*read);
}

}  // namespace yellowsea::machine
