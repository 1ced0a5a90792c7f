// What every implementation of Store must do. Each function is one part of the contract and is called from a
// test case with a factory that gives a new, empty store at each call; a second implementation is run against
// the same functions.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/store/store.hpp"

namespace yellowsea::store::contract {

struct OpenedStore {
  std::shared_ptr<void> place;  // what the store lies in; outlives it
  std::unique_ptr<Store> store;
};
using StoreFactory = std::function<OpenedStore()>;

void transactions(const StoreFactory& open);
void items(const StoreFactory& open);
void timers(const StoreFactory& open);
void derived_rows(const StoreFactory& open);
void filters(const StoreFactory& open);
void pages(const StoreFactory& open);
void walk_of_thousand(const StoreFactory& open);
void search_against_oracle(const StoreFactory& open);
void events(const StoreFactory& open);
void ledger_and_definitions(const StoreFactory& open);
void attachments(const StoreFactory& open);
void erasure(const StoreFactory& open);
void notices_receipts_drafts(const StoreFactory& open);
void people(const StoreFactory& open);
void questionnaires(const StoreFactory& open);
void copies(const StoreFactory& open,
            const std::function<std::unique_ptr<Store>(const std::string&)>& open_copy,
            const std::string& file);

// An item with everything set; `order` tells it from others.
ItemRow sample_item(std::int64_t order, const std::string& kind = "plan");
EventRow sample_event(std::int64_t seq);
// Ids in the order of the list.
std::vector<std::string> ids(const std::vector<ItemRow>& rows);
// One field after the other, so that a difference is named.
void check_same(const ItemRow& left, const ItemRow& right);
void check_same(const EventRow& left, const EventRow& right);

}  // namespace yellowsea::store::contract
