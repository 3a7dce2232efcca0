#pragma once
#include "edge/routes/house.hpp"
#include "services/casework/case.hpp"

namespace leye::routes {

/// The certificate of a settled case as a PDF page with its QR code. In: the case has a certificate.
std::string certificate_pdf(House& house, store::Connection& c, const casework::Case& found, Instant now);

/// What a certificate says on a day: true while the registration behind it stands.
struct Statement {
    bool valid = false;
    catalog::Words text;
    std::optional<Date> revoked_on;
};
Statement certificate_statement(House& house, store::Connection& c, std::string_view code, Instant now);

}  // namespace leye::routes
