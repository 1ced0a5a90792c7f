// A ZIP archive made by hand, its members stored as they are: for what the reader must bear and what it must
// refuse.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace yellowsea {

using ZipMembers = std::vector<std::pair<std::string, std::string>>;

inline std::uint32_t crc32_of(const std::string& bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> made{};
    for (std::uint32_t n = 0; n < 256; ++n) {
      std::uint32_t crc = n;
      for (int k = 0; k < 8; ++k) crc = (crc & 1U) != 0 ? (crc >> 1) ^ 0xEDB88320U : crc >> 1;
      made[n] = crc;
    }
    return made;
  }();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8);
  return crc ^ 0xFFFFFFFFU;
}

inline std::string little(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>((value >> (8 * i)) & 0xFFU);
  return text;
}

inline std::string zip_of(const ZipMembers& members) {
  std::string file;
  std::string directory;
  for (const auto& [name, content] : members) {
    const auto size = static_cast<std::uint32_t>(content.size());
    // Version, flags, method (stored), time, date, checksum, sizes, lengths of the name and of more.
    const std::string head = little(20, 2) + little(0, 2) + little(0, 2) + little(0, 4) +
                             little(crc32_of(content), 4) + little(size, 4) + little(size, 4) +
                             little(static_cast<std::uint32_t>(name.size()), 2) + little(0, 2);
    directory += "PK\x01\x02" + little(20, 2) + head + std::string(10, '\0') +
                 little(static_cast<std::uint32_t>(file.size()), 4) + name;
    file += "PK\x03\x04" + head + name + content;
  }
  const auto count = static_cast<std::uint32_t>(members.size());
  return file + directory + "PK\x05\x06" + little(0, 4) + little(count, 2) + little(count, 2) +
         little(static_cast<std::uint32_t>(directory.size()), 4) +
         little(static_cast<std::uint32_t>(file.size()), 4) + little(0, 2);
}

}  // namespace yellowsea
