#pragma once
#include "edge/exchange/exchange.hpp"

namespace leye::exchange {

/// People that one answer hands out.
inline constexpr int share_rows_max = 500;

/// What is handed out: findings of determinations that a sender may read, page by page, and totals that both sides compare
/// (row 20.2). Each person handed out is told in «who looked», with the sender's purpose.
void add_shares(http::Router& router, const Parts& parts);

}  // namespace leye::exchange
