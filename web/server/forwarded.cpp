#include "web/server/forwarded.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "web/server/head.hpp"

namespace yellowsea::web {
namespace {

std::vector<std::string> list_values(const Headers& headers, std::string_view wanted) {
  std::vector<std::string> values;
  for (const auto& [name, value] : headers) {
    if (name != wanted) continue;
    std::string_view rest = value;
    while (true) {
      const auto end = rest.find(',');
      const auto part = rest.substr(0, end);
      const auto first = part.find_first_not_of(" \t");
      const auto last = part.find_last_not_of(" \t");
      values.emplace_back(first == std::string_view::npos ? std::string_view{}
                                                          : part.substr(first, last - first + 1));
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
  }
  return values;
}

}  // namespace

std::string normal_address(std::string_view text) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(text, error);
  if (error) return {};
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

Client identify_client(const std::string& peer, const std::vector<std::string>& trusted_proxies,
                       Headers& headers) {
  const auto trusted = [&](const std::string& address) {
    return std::find(trusted_proxies.begin(), trusted_proxies.end(), address) != trusted_proxies.end();
  };
  Client client{peer, false};
  if (!trusted(peer)) {
    std::erase_if(headers, [](const auto& field) {
      return field.first == "x-forwarded-for" || field.first == "x-forwarded-proto";
    });
    return client;
  }
  auto chain = list_values(headers, "x-forwarded-for");
  while (!chain.empty()) {
    const auto address = normal_address(chain.back());
    if (address.empty()) break;
    client.address = address;
    if (!trusted(address)) break;
    chain.pop_back();
  }
  const auto schemes = list_values(headers, "x-forwarded-proto");
  client.secure = !schemes.empty() && to_lower(schemes.back()) == "https";
  return client;
}

}  // namespace yellowsea::web
