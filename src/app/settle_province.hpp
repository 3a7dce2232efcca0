#pragma once
#include "app/demo/province.hpp"
#include "app/world.hpp"

namespace leye::app {

/// An account of the demo as it is printed.
struct DemoAccount {
    std::string user, password, totp_secret;  ///< staff; people have only a phone in `user`
    std::string shows;
};

/// Writes the invented province into an empty database, through the same commands that people and officers use, with
/// cases in every state. out: the accounts. Fails: Fault. Cost: some 5 s for 20,000 people.
std::vector<DemoAccount> settle_province(World& world, const demo::Province& province);

}  // namespace leye::app
