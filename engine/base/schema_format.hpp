// The formats of JSON Schema that are checked. Every other one only says what a text is meant to be, as the
// specification has it: a name that nobody here knows must not refuse a value. Pure; any thread.
#pragma once

#include <string_view>

namespace yellowsea {

// What the text must be and is not, as the end of a sentence; "" if it fits or the format is not checked.
// Checked: date (that exists) and date-time and time (RFC 3339), email (one address of RFC 5322 without
// quotes and comments, as browsers take it), uri (the characters of RFC 3986 behind a scheme), uuid
// (RFC 4122), ipv4.
std::string_view wrong_format(std::string_view format, std::string_view text);

}  // namespace yellowsea
