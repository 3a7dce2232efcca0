#pragma once
#include <functional>

#include "app/world.hpp"

namespace leye::app {

/// Serves until a signal comes, and closes the database. `ready` is called once the port listens, with its number.
int serve(World& world, const std::function<void(int port)>& ready);

}  // namespace leye::app
