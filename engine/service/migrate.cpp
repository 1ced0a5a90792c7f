#include "engine/service/migrate.hpp"

#include <limits>

#include "engine/service/audience.hpp"
#include "engine/service/history_import.hpp"
#include "engine/service/installation.hpp"
#include "engine/service/past.hpp"
#include "engine/service/record.hpp"

namespace yellowsea {
namespace {

using machine::MigrationStep;

Failure wrong_map(const std::string& file, const std::vector<machine::Diagnostic>& diagnostics) {
  std::string all;
  for (const auto& diagnostic : diagnostics)
    all += (all.empty() ? "" : "\n") + machine::to_text(file, diagnostic);
  return fail(ProblemCode::malformed, "migration", all);
}

Result<machine::DefinitionPtr> version_of(const std::string& file, const Definitions& definitions,
                                          const std::string& kind, int version) {
  machine::DefinitionPtr definition = definitions.find(kind, version);
  if (definition != nullptr) return definition;
  return fail(ProblemCode::refused, "unknown_version",
              file + ": neither the data nor the pack have version " + std::to_string(version) +
                  " of workflow '" + kind + "'");
}

machine::MigrationContext context_of(const Pack& pack, Instant now) {
  machine::MigrationContext context;
  context.now = now;
  context.zone_of_organisation = pack.surroundings().zone_of_organisation;
  context.zone = pack.surroundings().zone;
  context.actor = machine::Actor{"", importer_of(pack).value("role", std::string()), ""};
  return context;
}

MigrationStep step_of(const machine::Migration& migration, const machine::Item& item,
                      const machine::MigrationContext& context) {
  MigrationStep step = machine::migrate_item(migration, item, context);
  if (step.outcome != MigrationStep::Outcome::migrates) return step;
  const auto encoded = encode_event(*step.event, *step.item, is_public(item), context.now);
  if (encoded) return step;
  step.outcome = MigrationStep::Outcome::refused;
  step.rule = encoded.error().rule;
  step.reason = encoded.error().detail;
  return step;
}

void count(MigrationReport& report, MigrationStep step) {
  switch (step.outcome) {
    case MigrationStep::Outcome::migrates:
      ++report.migrating;
      break;
    case MigrationStep::Outcome::stays:
      ++report.staying;
      break;
    case MigrationStep::Outcome::refused:
      ++report.refused;
      break;
  }
  step.event.reset();
  step.item.reset();
  report.steps.push_back(std::move(step));
}

Result<void> fire_due(Recorder& recorder, Instant now) {
  const auto fired = recorder.advance(now, std::numeric_limits<std::size_t>::max(), now,
                                      [](const std::vector<Recorded>&) {});
  return fired ? Result<void>() : Failure(fired.error());
}

}  // namespace

Result<machine::MigrationPtr> load_migration(const std::string& file, std::string_view text,
                                             const Definitions& definitions) {
  const auto head = machine::read_migration_head(text);
  if (!head.head) return wrong_map(file, head.diagnostics);
  const auto from = version_of(file, definitions, head.head->kind, head.head->from_version);
  if (!from) return Failure(from.error());
  const auto to = version_of(file, definitions, head.head->kind, head.head->to_version);
  if (!to) return Failure(to.error());
  auto parsed = machine::parse_migration(text, *from, *to);
  if (parsed.migration == nullptr) return wrong_map(file, parsed.diagnostics);
  return parsed.migration;
}

Result<MigrationReport> plan_migration(store::Session& session, const Pack& pack,
                                       const Definitions& definitions, const machine::Migration& migration,
                                       Instant now) {
  const auto moment = moment_of_now(session, pack, definitions, now);
  if (!moment) return Failure(moment.error());
  const machine::MigrationContext context = context_of(pack, now);
  MigrationReport report;
  for (const machine::ItemPtr& item : (*moment)->items(migration.from->kind)) {
    if (item->definition->sha256 == migration.from->sha256) count(report, step_of(migration, *item, context));
  }
  return report;
}

Result<MigrationReport> migrate(store::Session& writer, const Pack& pack, const Definitions& definitions,
                                const machine::Migration& migration, std::string_view map_text, Instant now) {
  MigrationReport report;
  const Failure incomplete = fail(ProblemCode::refused, "migration", "not every item can be migrated");
  const auto done = in_transaction(writer, [&]() -> Result<void> {
    Recorder recorder(writer, pack, definitions);
    recorder.load();
    if (auto fired = fire_due(recorder, now); !fired) return fired;
    const machine::MigrationContext context = context_of(pack, now);
    std::vector<std::string> ids;
    for (const store::ItemRow& row : writer.items_of(migration.from->kind)) {
      if (row.definition != migration.from->sha256) continue;
      ids.push_back(row.id);
      count(report, step_of(migration, *recorder.repository().from_row(row), context));
    }
    if (report.refused > 0) return incomplete;
    if (report.migrating > 0) writer.put_content(migration.sha256, std::string(map_text));
    // Looked at again instead of kept: the items of a kind need not fit into memory twice.
    for (const std::string& id : ids) {
      const machine::ItemPtr item = recorder.repository().find(migration.from->kind, id);
      const MigrationStep step = machine::migrate_item(migration, *item, context);
      if (step.outcome != MigrationStep::Outcome::migrates) continue;
      if (auto recorded = recorder.migrate(step, now); !recorded) return Failure(recorded.error());
    }
    return {};
  });
  if (!done && report.refused == 0) return Failure(done.error());
  report.written = done.has_value();
  return report;
}

}  // namespace yellowsea
