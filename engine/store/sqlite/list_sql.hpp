// Makes the SQL of a list. Pure; a ListSql belongs to one call.
// Invariants: no text from outside gets into the SQL (fields, values and paths are parameters), so the number
// of different statements is bounded by the number of filters and sort keys.
#pragma once

#include <string>
#include <vector>

#include "engine/store/sqlite/cursor.hpp"

namespace yellowsea::store::sqlite {

inline constexpr std::size_t kMaximumSortKeys = 8;
inline constexpr std::size_t kMaximumPhrases = 32;

class ListSql {
 public:
  // Errors: invalid (a sort field that cannot be one; too many sort keys or phrases).
  static Result<void> check(const ListQuery& query);

  // `query` has passed check() and outlives this.
  explicit ListSql(const ListQuery& query);

  std::string count() const;
  // One row more than the limit tells that there is a next page. The sort values follow the columns of the
  // item.
  std::string page(const std::optional<Cursor>& after);

  // Parameter ?1 is the first; complete once count() or page() has been called.
  const std::vector<Value>& parameters() const { return parameters_; }

 private:
  struct Key {
    std::string expression;
    bool descending = false;
    bool nullable = false;
  };

  std::string parameter(Value value);
  void require(const std::string& condition);
  void choose_source();
  void require_fields();
  void require_tags();
  Key key_of(const SortKey& key);
  std::string is_after(const std::vector<Key>& keys, const Cursor& cursor);

  const ListQuery& query_;
  std::vector<Value> parameters_;
  std::string kind_;  // the parameter that holds the kind
  std::string from_;
  std::string where_;
  std::size_t first_field_ = 0;  // fields before this one are met by the source
  bool state_met_ = false;
};

// An FTS5 expression: all phrases must be found, each as its terms side by side. "" if there is no term.
std::string match_of(const std::vector<std::string>& phrases);

}  // namespace yellowsea::store::sqlite
