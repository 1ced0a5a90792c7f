#include "engine/service/history_import.hpp"

#include "engine/machine/event_line.hpp"
#include "engine/machine/play.hpp"
#include "engine/service/identity.hpp"
#include "engine/service/installation.hpp"
#include "engine/service/record.hpp"

namespace yellowsea {
namespace {

// Far more than an installation has: beyond it timers must be starting each other without end.
constexpr std::size_t max_timers_before_line = 1'000'000;

Problem on_line(const machine::EventLine& line, ProblemCode code, std::string rule,
                const std::string& detail) {
  Problem problem{
      code, std::move(rule), "line " + std::to_string(line.number) + ": " + detail, {}, Json::object()};
  problem.arguments["line"] = line.number;
  return problem;
}

std::string named(const machine::EventLine& line) {
  return "'" + *line.type + "' of " + line.kind + " '" + line.key + "'";
}

Problem refused_line(const machine::EventLine& line, const Problem& why) {
  const std::string by = machine::refused_by(why);
  Problem problem =
      on_line(line, why.code, why.rule,
              named(line) + " is refused by " + (by == why.rule ? by : by + " (" + why.rule + ")") +
                  (why.detail.rfind("refused by", 0) == 0 ? "" : ": " + why.detail));
  problem.fields = why.fields;
  problem.arguments.update(why.arguments);
  if (!why.arguments.contains("items")) return problem;
  problem.detail += ", because of";
  for (const Json& item : why.arguments.at("items")) problem.detail += " " + item.get<std::string>();
  return problem;
}

class HistoryImport {
 public:
  HistoryImport(store::Session& writer, const Pack& pack, const Definitions& definitions, Instant now)
      : recorder_(writer, pack, definitions), now_(now) {
    recorder_.mark_imported(importer_of(pack));
  }

  Result<HistoryReport> run(const std::vector<machine::EventLine>& lines) {
    recorder_.load();
    for (const machine::EventLine& line : lines) {
      if (auto fit = check(line); !fit) return Failure(fit.error());
      if (auto moved = move_to(line); !moved) return Failure(moved.error());
      if (line.type) {
        if (auto taken = take(line); !taken) return Failure(taken.error());
      }
    }
    // Those that the last line made due at once.
    if (!lines.empty()) {
      if (auto moved = move_to(lines.back()); !moved) return Failure(moved.error());
    }
    return report_;
  }

 private:
  Result<void> check(const machine::EventLine& line) const {
    const auto wrong = [&](const char* rule, const std::string& detail) {
      return Failure(on_line(line, ProblemCode::malformed, rule, detail));
    };
    if (!line.at) return wrong("at", "'at' is missing: every event needs its own time");
    if (*line.at > now_) {
      return wrong("future", "its time " + format_instant(*line.at) +
                                 " lies in the future; only what has happened can be imported");
    }
    if (!line.type) return {};
    const machine::DefinitionPtr definition = recorder_.pack().definition(line.kind);
    if (definition == nullptr) return wrong("unknown_kind", "there is no kind '" + line.kind + "'");
    if (!is_item_id(line.key)) {
      return wrong(
          "key",
          "'key' must be an id: a letter or digit, then at most 99 letters, digits, '.', '_', '~', '-'");
    }
    const machine::EventDefinition* event = definition->event(*line.type);
    if (event != nullptr && event->internal) {
      return Failure(
          on_line(line, ProblemCode::forbidden, "internal",
                  named(line) + " comes only from other items, timers and actions; it cannot be imported"));
    }
    return {};
  }

  Result<void> move_to(const machine::EventLine& line) {
    const auto count = [this](const std::vector<Recorded>& recorded) {
      ++report_.timers;
      report_.events += recorded.size();
    };
    const auto fired = recorder_.advance(*line.at, max_timers_before_line, now_, count);
    if (!fired)
      return Failure(on_line(line, fired.error().code, fired.error().rule,
                             "a timer before it: " + fired.error().detail));
    if (*fired == max_timers_before_line) {
      return Failure(
          on_line(line, ProblemCode::refused, "endless_timers", "timers start each other endlessly"));
    }
    return {};
  }

  Result<void> take(const machine::EventLine& line) {
    const machine::ItemPtr item = recorder_.repository().find(line.kind, line.key);
    if (item != nullptr && *line.at < item->updated_at)
      return Failure(older(line, line.kind, line.key, item->updated_at));
    const auto recorded = recorder_.execute(
        machine::Command{line.kind, line.key, *line.type, line.data, line.actor, *line.at, std::nullopt},
        now_);
    if (!recorded) return Failure(refused_line(line, recorded.error()));
    for (const Recorded& one : *recorded) {
      if (auto fit = in_order(line, one.event); !fit) return fit;
    }
    ++report_.lines;
    report_.events += recorded->size();
    return {};
  }

  // Other items that the line changes may be further on, too; then the past would contradict itself.
  Result<void> in_order(const machine::EventLine& line, const machine::Event& event) {
    if (event.version == 1 || (event.kind == line.kind && event.id == line.key)) return {};
    const auto before =
        recorder_.session().history(event.kind, event.id, static_cast<std::int64_t>(event.version) - 2, 1);
    if (before.empty() || instant_of(before.front().at) <= event.at) return {};
    return Failure(older(line, event.kind, event.id, instant_of(before.front().at)));
  }

  static Problem older(const machine::EventLine& line, const std::string& kind, const std::string& id,
                       Instant last) {
    return on_line(line, ProblemCode::refused, "older",
                   named(line) + " at " + format_instant(*line.at) + " is older than the last event of " +
                       kind + " '" + id + "' at " + format_instant(last));
  }

  Recorder recorder_;
  Instant now_;
  HistoryReport report_;
};

}  // namespace

Json importer_of(const Pack& pack) {
  const Json& roles = pack.configuration("roles");
  if (roles.is_array()) {
    for (const Json& role : roles) {
      if (role.is_object() && role.value("administers", false))
        return Json{{"role", role.value("id", std::string())}};
    }
  }
  return Json{{"role", "operator"}};
}

Result<HistoryReport> import_history(store::Session& writer, const Pack& pack, const Definitions& definitions,
                                     std::string_view text, Instant now) {
  const auto lines = machine::read_event_lines(text);
  if (!lines) return Failure(lines.error());
  HistoryReport report;
  const auto done = in_transaction(writer, [&]() -> Result<void> {
    auto imported = HistoryImport(writer, pack, definitions, now).run(*lines);
    if (!imported) return Failure(imported.error());
    report = *imported;
    return {};
  });
  if (!done) return Failure(done.error());
  return report;
}

}  // namespace yellowsea
