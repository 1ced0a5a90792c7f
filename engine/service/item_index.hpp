// Between items in memory and their derived rows in the store. Pure; any thread.
#pragma once

#include <vector>

#include "engine/machine/repository.hpp"
#include "engine/service/pack.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

struct IndexedItem {
  store::ItemRow row;
  std::vector<store::TimerRow> timers;
};

// Everything derived that the store keeps of an item.
IndexedItem index_item(const machine::Item& item, const Pack& pack);

// The item that a row holds; nullptr if the row's snapshot does not fit (a damaged derived table: rebuild).
machine::ItemPtr item_of(const store::ItemRow& row, const machine::DefinitionPtr& definition);

}  // namespace yellowsea
