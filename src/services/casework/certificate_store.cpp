#include "services/casework/certificate_store.hpp"

#include "base/text.hpp"

namespace leye::casework {

std::string make_certificate_code(Instant at) {
    static constexpr char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's base 32
    // The first characters follow the clock, so that codes of one moment stand side by side in their index and a case does
    // not touch a page of its own; the other 10 are 50 bits that nobody can guess.
    constexpr int64_t unit_ms = 4;
    constexpr int of_time = 6, of_chance = 10;
    const int64_t units = at.ms() / unit_ms;
    std::string out;
    for (int i = of_time - 1; i >= 0; --i) out += alphabet[units >> (5 * i) & 31];
    for (unsigned char b : random_bytes(of_chance)) out += alphabet[b & 31];
    return out;
}

std::string normal_code(std::string_view typed) {
    std::string out;
    for (char c : text::upper(text::narrow(typed))) {
        if (c == ' ' || c == '-') continue;
        out += c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    }
    return out;
}

void issue_certificate(store::Transaction& tx, const Certificate& c) {
    tx.post("insert into certificate (code, case_id, person_id, issued_at, revoked_at) values (?, ?, ?, ?, ?)", c.code, c.case_id, c.person,
               c.issued_at, c.revoked_at);
}

std::optional<Certificate> find_certificate(store::Connection& c, std::string_view code) {
    auto rows = c.query("select case_id, person_id, issued_at, revoked_at from certificate where code = ?", code);
    if (!rows.next()) return std::nullopt;
    return Certificate{std::string(code), rows.get<CaseId>(0), rows.get<party::PersonId>(1), rows.get<Instant>(2), rows.get<std::optional<Instant>>(3)};
}

std::string get_certified_number(store::Connection& c, const CaseId& id) {
    auto rows = c.query("select number from case_file where id = ?", id);
    expect(rows.next(), "a certificate has its case");
    return rows.get<std::string>(0);
}

void revoke_certificate(store::Transaction& tx, std::string_view code, Instant at) {
    tx.execute("update certificate set revoked_at = ? where code = ? and revoked_at is null", at, code);
}

}  // namespace leye::casework
