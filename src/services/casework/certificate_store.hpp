#pragma once
#include <optional>
#include <string>

#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

namespace leye::casework {

/// An electronic certificate (网证) of a settled case. The code is what the QR shows: 16 characters that cannot be
/// guessed, without letters that look alike.
struct Certificate {
    std::string code;
    CaseId case_id;
    party::PersonId person;
    Instant issued_at;
    std::optional<Instant> revoked_at;
};

/// A new code; 6 characters follow the clock, 10 are 50 random bits.
std::string make_certificate_code(Instant at);
/// Upper case, without blanks and hyphens, O as 0 and I, L as 1: as people read it aloud.
std::string normal_code(std::string_view typed);

void issue_certificate(store::Transaction& tx, const Certificate& certificate);
std::optional<Certificate> find_certificate(store::Connection& c, std::string_view code);
/// The case number behind a certificate.
std::string get_certified_number(store::Connection& c, const CaseId& id);
/// Revokes a certificate that is still good.
void revoke_certificate(store::Transaction& tx, std::string_view code, Instant at);

}  // namespace leye::casework
