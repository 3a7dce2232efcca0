#pragma once
#include <functional>

#include "edge/exchange/exchange.hpp"

namespace leye::exchange {

/// A request whose sender proved who it is.
struct Signed {
    const Sender* sender = nullptr;
    std::string message;
};
/// Fails: exchange_signature_wrong, exchange_message_invalid.
Result<Signed> proved(const http::Request& request, const Parts& parts);

/// Adds a route that senders sign; a refusal becomes its problem document.
void add_signed(http::Router& router, const Parts& parts, const char* method, std::string pattern, std::string summary,
                std::function<Result<http::Response>(const http::Request&, const Parts&)> handler, http::Route route);

}  // namespace leye::exchange
