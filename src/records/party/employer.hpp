#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/party/context.hpp"

namespace leye::party {

/// The kinds of unit in the policy's text (row 2.1), in its order.
enum class EmployerKind {
    enterprise,
    sole_trader,
    private_nonprofit,
    public_institution,
    state_organ,
    social_organisation,
    startup
};
std::string_view name_of(EmployerKind kind);
std::optional<EmployerKind> find_employer_kind(std::string_view name);

/// A unit that employs people, known by its unified social credit code (统一社会信用代码, GB 32100).
struct Employer {
    EmployerId id;
    std::string uscc;
    bool conforming =
        true;  ///< false: an old number that GB 32100 does not allow; warned of, not blocked (D6)
    std::string name;
    EmployerKind kind = EmployerKind::enterprise;
    std::string area;
    std::string address;
    Instant created_at;
};

struct NewEmployer {
    std::string uscc;
    std::string name;
    EmployerKind kind = EmployerKind::enterprise;
    std::string area;
    std::string address;
};

/// Opens the employer's file, or finds the one with this code. Fails: uscc_* (a wrong last character is no
/// failure: the file says conforming = false), employer_name_*, name_*, area_unknown, address_invalid. Cost:
/// ≤ 4 statements and the journal's.
Result<EmployerId> register_employer(Context& ctx, const NewEmployer& employer);
/// Changes name, kind, area and address; the code stays. Fails: employer_unknown, and as above.
Result<void> change_employer(Context& ctx, EmployerId id, const NewEmployer& employer);
std::optional<EmployerId> find_employer_by_uscc(store::Connection& c, std::string_view uscc);
std::optional<Employer> find_employer(store::Connection& c, EmployerId id);
Employer get_employer(store::Connection& c, EmployerId id);
/// Employers of the area and below, by area and age of file, behind `after`; the next page begins after the
/// last row.
std::vector<Employer> list_employers(store::Connection& c, std::string_view area, const Employer* after,
                                     int limit = 50);

/// Somebody who acts for an employer: the account's id (a Uuid), whether or not it is joined to a person yet.
struct Handler {
    EmployerId employer;
    Uuid account;
    bool committed = false;  ///< gave the written commitment to be entitled
    Instant since_at;
    std::optional<Instant> until_at;
};

/// Lets the account act for the employer. Done already: nothing happens.
/// Fails: employer_unknown, handler_commitment_missing.
Result<void> add_handler(Context& ctx, EmployerId employer, Uuid account, bool committed);
/// Fails: handler_unknown.
Result<void> end_handler(Context& ctx, EmployerId employer, Uuid account);
bool is_handler(store::Connection& c, EmployerId employer, Uuid account);
/// Employers the account acts for now; at most 100.
std::vector<Employer> list_employers_of(store::Connection& c, Uuid account);
std::vector<Handler> list_handlers(store::Connection& c, EmployerId employer);

}  // namespace leye::party
