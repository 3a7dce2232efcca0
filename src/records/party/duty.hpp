#pragma once
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "records/party/context.hpp"

namespace leye::party {

/// What a member of staff is there to do. Rights follow duties, duties follow the agency's place.
enum class Duty { window, adviser, check, manager, admin, merge, policy, data };

/// How far a duty reaches.
enum class Reach { own_area, province };

/// One duty with its rule in words, as shown to administrators.
struct DutyRule {
    Duty duty;
    std::string_view name;  ///< "window": as stored and in JSON
    Reach reach;
    bool opens_files;         ///< whether the work needs people's files at all
    std::string_view zh, en;  ///< what one may do with it
};

/// All duties, in the order of the enum.
std::span<const DutyRule> duty_rules();
std::string_view name_of(Duty duty);
std::optional<Duty> find_duty(std::string_view name);

/// Whether the actor's work needs people's files at all.
bool opens_files(const Actor& actor);

/// Whether `inner` is `outer` or lies below it, by the digits of the area codes ("370100" covers "370102" and
/// "370102001"). A retired code counts where its digits put it. `outer` empty covers nothing.
bool area_covers(std::string_view outer, std::string_view inner);

/// Yes where the actor holds the duty there: window work anywhere in the province (row 16.4: nobody is sent
/// away), all else in the agency's area and below. An empty `area` is anywhere; the system may do everything.
/// Fails: sign_in_needed, duty_missing (details: duty), duty_other_area (details: duty, area).
Result<void> may(const Actor& actor, Duty duty, std::string_view area = {});
/// Yes where the actor holds any of the duties, wherever. in: `duties` has one at least. Fails: sign_in_needed,
/// duty_missing (details: the first duty).
Result<void> may_any(const Actor& actor, std::initializer_list<Duty> duties);
/// As above, with the area tree: a retired area counts also where its successor lies.
Result<void> may(const Context& ctx, Duty duty, std::string_view area = {});

}  // namespace leye::party
