#include "edge/exchange/proved.hpp"

#include <algorithm>

namespace leye::exchange {
namespace {

bool is_message_id(std::string_view id) {
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'; };
    return id.size() >= 8 && id.size() <= 64 && std::ranges::all_of(id, good);
}

}  // namespace

Result<Signed> proved(const http::Request& request, const Parts& parts) {
    const auto header = [&](std::string_view name) { return std::string(request.header(name).value_or("")); };
    const Sender* sender = parts.senders.find(header("x-leye-sender"));
    const auto signature = of_base64(header("x-leye-signature"));
    const std::string message = header("x-leye-message");
    std::string bytes = "leye-exchange-1\n" + request.method + '\n' + request.path + '\n' + header("x-leye-sender") + '\n' + message + '\n';
    bytes += request.body;
    if (!sender || !signature || std::ranges::none_of(sender->keys, [&](const PublicKey& key) { return key.verifies(bytes, *signature); })) return refuse("exchange_signature_wrong");
    if (!is_message_id(message)) return refuse("exchange_message_invalid", "X-Leye-Message");
    return Signed{sender, message};
}

void add_signed(http::Router& router, const Parts& parts, const char* method, std::string pattern, std::string summary,
                std::function<Result<http::Response>(const http::Request&, const Parts&)> handler, http::Route route) {
    route.handler = [parts, handler = std::move(handler)](const http::Request& request) -> http::Response {
        auto answer = handler(request, parts);
        return answer ? std::move(*answer) : http::problem(answer.error(), parts.texts);
    };
    route.summary = std::move(summary);
    route.who = "senders with a key, by signature";
    route.tag = "exchange";
    route.headers = {"X-Leye-Sender", "X-Leye-Message", "X-Leye-Signature"};
    router.add(method, std::move(pattern), std::move(route));
}

}  // namespace leye::exchange
