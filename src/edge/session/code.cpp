#include "edge/session/code.hpp"

#include <algorithm>
#include <cstring>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace leye::session {
namespace {

constexpr int64_t day_ms = 86'400'000;

std::string hash_of(const seal::Seal& seal, std::string_view what, std::string_view code) {
    return seal.blind("sign_in.code", std::string(what) + ":" + std::string(code));
}

}  // namespace

std::string new_code() {
    const std::string bytes = random_bytes(8);
    uint64_t number;
    std::memcpy(&number, bytes.data(), sizeof number);
    std::string out(6, '0');
    number %= 1'000'000;
    for (size_t i = out.size(); i-- > 0; number /= 10) out[i] = static_cast<char>('0' + number % 10);
    return out;
}

std::string filled(std::string text, std::string_view name, std::string_view value) {
    if (const size_t at = text.find(name); at != text.npos) text.replace(at, name.size(), value);
    return text;
}

Refusal seconds_left(std::string code, int64_t ms) {
    const int64_t s = std::max<int64_t>(1, (ms + 999) / 1000);
    return {.code = std::move(code), .details = {{"retry_after_s", std::to_string(s)}, {"minutes", std::to_string((s + 59) / 60)}}};
}

Result<void> keep_code(store::Transaction& tx, const seal::Seal& seal, const std::string& index, std::string_view what, std::string_view code, Instant now) {
    CodeRow row = find_code(tx, index).value_or(CodeRow{});
    const bool same_day = row.sent_in_day > 0 && now.ms() - row.day_began_at.ms() < day_ms;
    if (row.sent_in_day > 0 && now.ms() - row.sent_at.ms() < resend_ms)
        return tl::unexpected(seconds_left("code_too_soon", resend_ms - (now.ms() - row.sent_at.ms())));
    if (same_day && row.sent_in_day >= codes_per_day)
        return tl::unexpected(seconds_left("code_too_many", day_ms - (now.ms() - row.day_began_at.ms())));
    if (!same_day) row.day_began_at = now, row.sent_in_day = 0;
    row.phone_index = index;
    row.code_hash = hash_of(seal, what, code);
    row.tries = 0;
    row.sent_at = now;
    row.expires_at = now.plus_ms(code_life_ms);
    ++row.sent_in_day;
    save_code(tx, row);
    return {};
}

std::optional<Refusal> spend_code(store::Transaction& tx, const seal::Seal& seal, const std::string& index, std::string_view what, std::string_view code, Instant now) {
    auto row = find_code(tx, index);
    if (!row || row->code_hash.empty() || now >= row->expires_at) return Refusal{.code = "code_expired", .field = "code"};
    if (row->tries >= tries_max) return Refusal{.code = "code_void", .field = "code"};
    if (!seal::constant_time_equal(row->code_hash, hash_of(seal, what, text::trim(code)))) {
        ++row->tries;
        save_code(tx, *row);
        const int64_t left = tries_max - row->tries;
        return left > 0 ? Refusal{.code = "code_wrong", .field = "code", .details = {{"left", std::to_string(left)}}} : Refusal{.code = "code_void", .field = "code"};
    }
    row->code_hash.clear();  // used; the row still counts the day's messages
    save_code(tx, *row);
    return std::nullopt;
}

}  // namespace leye::session
