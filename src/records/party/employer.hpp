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
/// Those of these codes that are on file, each with its code. Cost: a statement for 200 codes.
std::vector<std::pair<EmployerId, std::string>> list_employers_by_uscc(store::Connection& c, std::span<const std::string> codes);
/// The codes of these. Cost: a statement for 200 of them.
std::vector<std::string> list_usccs(store::Connection& c, std::span<const EmployerId> ids);
std::optional<Employer> find_employer(store::Connection& c, EmployerId id);
Employer get_employer(store::Connection& c, EmployerId id);
/// Employers of the area and below, by area and age of file, behind `after`; the next page begins after the
/// last row.
std::vector<Employer> list_employers(store::Connection& c, std::string_view area, const Employer* after,
                                     int limit = 50);

/// Employers whose name contains the text, by name; one whose code it is, alone. A shorter text than 2 characters finds none.
/// Cost: a code is looked up, a name is sought in all of them.
std::vector<Employer> search_employers(store::Connection& c, std::string_view text, int limit = 20);

/// How far a handler may go (docs/decisions/0010).
enum class Standing {
    asked,      ///< waits for a handler of the unit or a window; sees and does nothing
    unchecked,  ///< the unit's first: acts, sees only what came since, and a desk checks it
    confirmed
};
std::string_view name_of(Standing standing);

/// Somebody who acts for an employer: the account's id (a Uuid), whether or not it is joined to a person yet.
struct Handler {
    EmployerId employer;
    Uuid account;
    bool committed = false;  ///< gave the written commitment to be entitled
    Instant since_at;
    std::optional<Instant> until_at;
    Standing standing = Standing::confirmed;
    std::optional<Date> check_due_on = {};  ///< of an unchecked one

    bool acts() const { return standing != Standing::asked && !until_at; }
};

/// Lets the account act for the employer, known to be entitled. Done already: nothing happens.
/// Fails: employer_unknown, handler_commitment_missing.
Result<void> add_handler(Context& ctx, EmployerId employer, Uuid account, bool committed);
/// The account asks to act for the employer, on written commitment (经办人书面承诺). The first of a unit acts at once and is
/// checked by the desk within 10 working days; where the unit has handlers, one of them or a window decides. Asked
/// already: out is how it stands. Fails: employer_unknown, handler_commitment_missing.
Result<Standing> ask_handler(Context& ctx, EmployerId employer, Uuid account, bool committed);
/// Confirms one that asked or is unchecked: by a confirmed handler, or by window staff with a reason. in: `own` is the
/// account that acts, nil of staff. Fails: handler_unknown, handler_not_confirmed, duty_missing, read_needs_reason.
Result<void> confirm_handler(Context& ctx, EmployerId employer, Uuid account, Uuid own, std::string_view reason);
/// Ends one: by itself, by a confirmed handler, or by window staff with a reason. Fails: as confirm_handler.
Result<void> end_handler(Context& ctx, EmployerId employer, Uuid account, Uuid own, std::string_view reason);
bool is_handler(store::Connection& c, EmployerId employer, Uuid account);
/// Employers the account acts for now; at most 100.
std::vector<Employer> list_employers_of(store::Connection& c, Uuid account);
/// How the account stands with each employer it acts for or asked to act for; at most 100.
std::vector<Handler> list_handlings(store::Connection& c, Uuid account);
/// Handlers of the employer, those that ended too, oldest first, behind `after`.
std::vector<Handler> list_handlers(store::Connection& c, EmployerId employer, const Handler* after, int limit);
/// Those who act for the employer now, oldest first; at most 1,000.
std::vector<Handler> list_acting_handlers(store::Connection& c, EmployerId employer);
/// How the account stands with the employer; nothing where it neither acts nor asked to.
std::optional<Handler> find_handler(store::Connection& c, EmployerId employer, Uuid account);
/// Those who asked or are to be checked at employers of the area and below, oldest first, behind `after`.
std::vector<Handler> list_waiting_handlers(store::Connection& c, std::string_view area, const Handler* after, int limit);

}  // namespace leye::party
