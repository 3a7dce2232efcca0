#pragma once
#include "base/clock.hpp"
#include "edge/exchange/sender.hpp"
#include "edge/http/problem.hpp"
#include "edge/http/router.hpp"
#include "engine/seal/seal.hpp"
#include "records/catalog/current.hpp"
#include "records/reference/reference.hpp"

namespace leye::exchange {

/// What messages are taken with; all outlive the server.
struct Parts {
    store::Database& db;
    const seal::Seal& seal;
    const reference::Reference& reference;
    const determination::Sources& sources;
    const Senders& senders;
    const Clock& clock;
    const http::Texts& texts;
    const catalog::Current& catalog;
};

inline constexpr size_t message_bytes_max = size_t{64} << 20;

/// The routes under /v1/exchange.
void add_exchange(http::Router& router, const Parts& parts);
/// Whether a request names a sender there is, so that it may send much before its signature can be looked at.
bool names_sender(const http::Request& request, const Senders& senders);

}  // namespace leye::exchange
