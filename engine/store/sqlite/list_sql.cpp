#include "engine/store/sqlite/list_sql.hpp"

#include <algorithm>

#include "engine/base/json_read.hpp"
#include "engine/store/sqlite/session.hpp"

namespace yellowsea::store::sqlite {

namespace {

bool is_column(const std::string& field) {
  return field == "id" || field == "created_at" || field == "updated_at" || field == "deadline" ||
         field == "order";
}

bool is_field_name(const std::string& name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Failure invalid(const char* pointer, const char* rule, const std::string& detail) {
  Problem problem{ProblemCode::invalid, rule, detail, {}, Json::object()};
  problem.fields.push_back(FieldError{pointer, rule, detail});
  return Failure(std::move(problem));
}

std::string quoted_term(const std::string& term) {
  std::string quoted = "\"";
  for (const char c : term) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace

std::string match_of(const std::vector<std::string>& phrases) {
  std::string match;
  for (const std::string& phrase : phrases) {
    std::string terms;
    std::string term;
    const auto end_term = [&] {
      if (!term.empty()) terms += (terms.empty() ? "" : " + ") + quoted_term(term);
      term.clear();
    };
    for (const char c : phrase) {
      if (c == ' ' || c == '\0') {  // FTS5 reads its expression up to the first NUL
        end_term();
      } else {
        term += c;
      }
    }
    end_term();
    if (!terms.empty()) match += (match.empty() ? "" : " AND ") + terms;
  }
  return match;
}

Result<void> ListSql::check(const ListQuery& query) {
  if (query.sort.size() > kMaximumSortKeys) {
    return invalid("/sort", "too_many",
                   "A list is sorted by at most " + std::to_string(kMaximumSortKeys) + " keys");
  }
  for (const SortKey& key : query.sort) {
    if (!is_column(key.field) && !is_field_name(key.field)) {
      return invalid("/sort", "unknown_field", "A list cannot be sorted by \"" + key.field + "\"");
    }
  }
  if (query.search.size() > kMaximumPhrases) {
    return invalid("/q", "too_many",
                   "A search has at most " + std::to_string(kMaximumPhrases) + " words and phrases");
  }
  return {};
}

ListSql::ListSql(const ListQuery& query) : query_(query) {
  kind_ = parameter(query.kind);
  choose_source();
  require("i.kind = " + kind_);
  require_fields();
  if (!query_.state.empty() && !state_met_) {
    require("EXISTS (SELECT 1 FROM item_state s WHERE s.kind = " + kind_ +
            " AND s.state = " + parameter(query_.state) + " AND s.item_order = i.item_order)");
  }
  require_tags();
  if (query_.overdue_at) {
    require("i.is_open = 1");
    require("i.deadline_passed <= " + parameter(*query_.overdue_at));
  }
  if (!query_.all_readers) {
    require("EXISTS (SELECT 1 FROM item_reader r WHERE r.kind = " + kind_ +
            " AND r.reader IN (SELECT value FROM json_each(" + parameter(to_text(Json(query_.readers))) +
            ")) AND r.item_order = i.item_order)");
  }
}

std::string ListSql::parameter(Value value) {
  parameters_.push_back(std::move(value));
  return "?" + std::to_string(parameters_.size());
}

void ListSql::require(const std::string& condition) {
  where_ += (where_.empty() ? " WHERE " : " AND ") + condition;
}

// SQLite knows nothing of how often a value occurs here, so the walk begins where the fewest rows are to be
// expected; CROSS JOIN keeps it that way. Every source gives an item once.
void ListSql::choose_source() {
  const std::string match = match_of(query_.search);
  if (!match.empty()) {
    from_ = "item_search CROSS JOIN item i ON i.item_order = item_search.rowid";
    require("item_search MATCH " + parameter(match));
  } else if (!query_.fields.empty() && query_.fields.front().first != "id") {
    from_ = "item_field f CROSS JOIN item i ON i.item_order = f.item_order";
    require("f.kind = " + kind_ + " AND f.name = " + parameter(query_.fields.front().first) +
            " AND f.value = " + parameter(query_.fields.front().second));
    first_field_ = 1;
  } else if (query_.fields.empty() && !query_.overdue_at && !query_.state.empty()) {
    from_ = "item_state s CROSS JOIN item i ON i.item_order = s.item_order";
    require("s.kind = " + kind_ + " AND s.state = " + parameter(query_.state));
    state_met_ = true;
  } else {
    from_ = "item i";
  }
}

void ListSql::require_fields() {
  for (std::size_t at = first_field_; at < query_.fields.size(); ++at) {
    const auto& [name, value] = query_.fields[at];
    if (name == "id") {
      require("i.id = " + parameter(value));
    } else {
      require("EXISTS (SELECT 1 FROM item_field g WHERE g.kind = " + kind_ + " AND g.name = " +
              parameter(name) + " AND g.value = " + parameter(value) + " AND g.item_order = i.item_order)");
    }
  }
}

void ListSql::require_tags() {
  const auto has_one = [&](const std::vector<std::string>& tags) {
    return "EXISTS (SELECT 1 FROM item_tag t WHERE t.kind = " + kind_ +
           " AND t.tag IN (SELECT value FROM json_each(" + parameter(to_text(Json(tags))) +
           ")) AND t.item_order = i.item_order)";
  };
  if (!query_.any_tag.empty()) require(has_one(query_.any_tag));
  if (!query_.without_tag.empty()) require("NOT " + has_one(query_.without_tag));
}

// A long text counts with its beginning only, so that a cursor stays short enough for an address.
ListSql::Key ListSql::key_of(const SortKey& key) {
  if (key.field == "id") return {"i.id", key.descending, false};
  if (key.field == "created_at") return {"i.created_at", key.descending, false};
  if (key.field == "updated_at") return {"i.updated_at", key.descending, false};
  if (key.field == "order") return {"i.item_order", key.descending, false};
  if (key.field == "deadline") return {"i.deadline_passed", key.descending, true};
  const std::string field = "json_extract(i.snapshot, " + parameter("$.fields." + key.field) + ")";
  return {"CASE typeof(" + field + ") WHEN 'text' THEN substr(" + field + ", 1, 100) ELSE " + field + " END",
          key.descending, true};
}

// (a after A) or (a = A and b after B) or … — a row value comparison cannot mix directions. Nulls are greater
// than everything, as in PostgreSQL.
std::string ListSql::is_after(const std::vector<Key>& keys, const Cursor& cursor) {
  std::string any;
  std::string equal_so_far;
  for (std::size_t at = 0; at < keys.size(); ++at) {
    const std::string name = "k" + std::to_string(at + 1);
    const bool null = std::holds_alternative<std::monostate>(cursor.keys[at]);
    const std::string value = null ? "NULL" : parameter(cursor.keys[at]);
    std::string after;
    if (null) {
      after = keys[at].descending ? name + " IS NOT NULL" : "";
    } else if (keys[at].descending) {
      after = name + " < " + value;
    } else {
      after =
          keys[at].nullable ? "(" + name + " > " + value + " OR " + name + " IS NULL)" : name + " > " + value;
    }
    if (!after.empty()) any += "(" + equal_so_far + after + ") OR ";
    equal_so_far += (null ? name + " IS NULL" : name + " = " + value) + " AND ";
  }
  return "(" + any + "(" + equal_so_far + "i.item_order > " + parameter(cursor.order) + "))";
}

std::string ListSql::count() const { return "SELECT count(*) FROM " + from_ + where_; }

std::string ListSql::page(const std::optional<Cursor>& after) {
  std::vector<Key> keys;
  std::string columns = kItemColumns;
  std::string sorted;
  for (const SortKey& sort : query_.sort) {
    keys.push_back(key_of(sort));
    const std::string name = "k" + std::to_string(keys.size());
    columns += ", " + keys.back().expression + " AS " + name;
    sorted += name + (sort.descending ? " DESC" : " ASC");
    if (keys.back().nullable) sorted += sort.descending ? " NULLS FIRST" : " NULLS LAST";
    sorted += ", ";
  }
  if (after) require(is_after(keys, *after));
  const std::int64_t limit = static_cast<std::int64_t>(std::max<std::size_t>(query_.limit, 1));
  return "SELECT " + columns + " FROM " + from_ + where_ + " ORDER BY " + sorted + "i.item_order LIMIT " +
         parameter(limit + 1);
}

}  // namespace yellowsea::store::sqlite
