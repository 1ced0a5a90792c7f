#include "engine/service/rebuild.hpp"

#include <algorithm>

#include "engine/service/item_index.hpp"
#include "engine/service/item_replay.hpp"
#include "engine/service/ledger_tree.hpp"
#include "engine/service/recorder.hpp"

namespace yellowsea {
namespace {

constexpr std::size_t max_examples = 10;

std::vector<std::string> derived_rows(store::Session& session) {
  std::vector<std::string> rows;
  session.each_derived_row(
      [&](const std::string& table, const std::string& row) { rows.push_back(table + ": " + row); });
  std::sort(rows.begin(), rows.end());
  return rows;
}

RebuildComparison compare(const std::vector<std::string>& stored, const std::vector<std::string>& rebuilt) {
  RebuildComparison comparison;
  std::vector<std::string> rows;
  const auto tell = [&](const char* what) {
    for (std::size_t i = 0; i < std::min(rows.size(), max_examples); ++i) {
      comparison.examples.push_back(std::string(what) + " " + rows[i]);
    }
  };
  std::set_difference(rebuilt.begin(), rebuilt.end(), stored.begin(), stored.end(), std::back_inserter(rows));
  comparison.missing = rows.size();
  tell("missing");
  rows.clear();
  std::set_difference(stored.begin(), stored.end(), rebuilt.begin(), rebuilt.end(), std::back_inserter(rows));
  comparison.surplus = rows.size();
  tell("surplus");
  return comparison;
}

}  // namespace

Result<RebuildReport> rebuild(store::Session& writer, const Pack& pack, const Definitions& definitions) {
  RebuildReport report;
  ItemReplay replay(writer, definitions, ItemReplay::Gap::refuse);
  Result<void> applied;
  writer.each_event(0, writer.last_seq(), [&](const store::EventRow& row) {
    applied = replay.apply(row);
    ++report.events;
    return applied.has_value();
  });
  if (!applied) return Failure(applied.error());
  writer.clear_derived();
  for (const auto& [order, item] : replay.take_items()) {
    const IndexedItem indexed = index_item(*item, pack);
    writer.put_item(indexed.row, indexed.timers);
    ++report.items;
    report.timers += static_cast<std::int64_t>(indexed.timers.size());
  }
  rebuild_tree(writer);
  return report;
}

Result<RebuildComparison> compare_with_rebuild(store::Session& writer, const Pack& pack,
                                               const Definitions& definitions) {
  try {
    if (auto begun = writer.begin(); !begun) return Failure(begun.error());
    const std::vector<std::string> stored = derived_rows(writer);
    const auto report = rebuild(writer, pack, definitions);
    if (!report) {
      writer.rollback();
      return Failure(report.error());
    }
    RebuildComparison comparison = compare(stored, derived_rows(writer));
    comparison.rebuilt = *report;
    writer.rollback();
    return comparison;
  } catch (const store::StoreFailure& failure) {
    writer.rollback();
    return Failure(failure.problem());
  }
}

}  // namespace yellowsea
