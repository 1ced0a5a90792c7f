// What is public for other programs: /feeds/commitments.atom (RFC 4287), /calendar/CITY.ics (RFC 5545),
// /data/register.csv and /data/register.json. On the thread that owns the session.
#pragma once

#include <string>
#include <string_view>

#include "web/action/public_page.hpp"

namespace yellowsea::web {

// nullopt if the path is none of them, or the pack has no register.
std::optional<Response> read_public_data(const ApiParts& parts, StoreRepository& repository,
                                         const Call& call);

// The latest public changes of these commitments, as the API gives them; `origin` is "https://host".
std::string atom_feed(const PublicWords& words, const std::vector<Json>& items, const std::string& origin);
// Their deadlines as all-day events of the city. The same item has the same UID for ever; its SEQUENCE grows
// with its version.
std::string calendar_of(const PublicWords& words, const std::string& city, const std::vector<Json>& items,
                        const std::string& origin);

// A line of iCalendar: name and text, the text's commas, semicolons, backslashes and line ends escaped,
// folded at 75 octets and never inside a character, with CRLF.
std::string calendar_line(std::string_view name, std::string_view text);
// The same for a value that is not text (a date, an address): not escaped, but never with a line end in it.
std::string calendar_value(std::string_view name, std::string_view value);

}  // namespace yellowsea::web
