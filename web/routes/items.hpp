// Items of every kind: lists, one item, its history, what may be done with it, and doing it.
#pragma once

#include <optional>

#include "engine/service/audience.hpp"
#include "web/routes/api.hpp"

namespace yellowsea::web {

// GET /api/v1/KIND[/ID[/history|/events|/attachments/SHA256]]; nullopt if the path names no kind.
std::optional<Response> read_items(const ApiParts& parts, StoreRepository& repository, const Call& call);
// POST /api/v1/KIND and /api/v1/KIND/ID/events; false if the path names no kind. Answers through call.reply.
bool write_items(const ApiParts& parts, Call& call);

// Whether the caller's role may fire events of any workflow; a pack without roles lets everyone who is signed
// in.
bool may_write_at_all(const Pack& pack, const Caller& caller);
std::optional<machine::Actor> actor_of(const Caller& caller);
// An item as the caller sees it, with the files that it names.
Json item_answer(store::Session& session, const machine::Item& item, const Pack& pack, const Caller& caller,
                 Instant now);
// An event of an item's history, nullopt if nothing of it is to be seen.
std::optional<Json> visible_event(const ApiParts& parts, const machine::Item& item,
                                  const store::EventRow& row, Sight sight);
// The same answer for what does not exist and for what the caller may not know of.
Problem unknown_item();

// An item's list parameters. Errors: malformed, naming the parameter.
Result<store::ListQuery> list_query(const ApiParts& parts, const machine::Definition& definition,
                                    const Call& call);

}  // namespace yellowsea::web
