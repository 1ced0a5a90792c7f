// What a public page says of items in one language: names of organisations, states and fields, dates, and the
// texts that people wrote, each in its language. Over the API's own answers, so that a page written here
// shows what the API gives the public and nothing else. Values; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/calendar/civil.hpp"
#include "engine/service/pack.hpp"
#include "web/html/html.hpp"
#include "web/pages/texts.hpp"

namespace yellowsea::web {

// A text somebody wrote, as this reader reads it.
struct ToldText {
  std::string text;
  std::string lang;      // "" if that is unknown
  std::string original;  // what it was written in
  Json translation = nullptr;
  bool stale = false;  // the original has changed since it was translated
};

class PublicWords {
 public:
  PublicWords(const Pack& pack, std::string_view language);

  const Texts& say() const { return texts_; }
  const Pack& pack() const { return pack_; }
  const std::string& language() const { return texts_.language(); }

  // A text in several languages, in the reader's, else English.
  std::string pick(const Json& texts, const std::string& otherwise = "") const;
  std::string organisation(const std::string& id) const;
  // A role and its organisation, as who did something.
  std::string actor(const Json& actor) const;
  std::vector<std::string> by_english_name(std::vector<std::string> ids) const;
  // A city's zone; UTC if it has none.
  Zone zone_of(const std::string& organisation) const;

  // "2012-11-25" as a day with its weekday; the text itself if it is none.
  std::string date(const std::string& text) const;
  // An instant at a place, which is named.
  std::string instant(const std::string& text, const Zone& zone) const;
  // The last instant that counts, as the API gives it, where it counts.
  std::string deadline(const Json& item) const;

  std::string state(const machine::Definition& definition, const std::string& path) const;
  std::string event(const machine::Definition& definition, const Json& entry) const;

  ToldText told(const Json& item, const std::string& field) const;
  // Where the item's meeting was: the translation, if there is one; a member city that was written in
  // English, by its name; else what was written.
  std::string meeting_place(const Json& item) const;
  // An item's own title, else its id.
  ToldText title(const Json& item) const;
  // By whom and when it was translated, or that it is in another language; empty where there is nothing to
  // say.
  std::string note(const ToldText& told) const;

 private:
  const Json& organisation_json(const std::string& id) const;

  const Pack& pack_;
  Texts texts_;
};

// The language that a text is surely or, by `hint`, probably in; "" if nothing tells it.
std::string language_of(std::string_view text, const Json& hint, std::string_view reader);
// The day in the language's own way, with its weekday.
std::string date_text(CivilDate date, std::string_view language);

html::Markup user_text(const ToldText& told);

}  // namespace yellowsea::web
