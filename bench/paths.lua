-- wrk: asks for one path after the other. Arguments: a file of what follows the address, the Cookie header.
function init(arguments)
    paths, at = {}, 0
    for line in io.lines(arguments[1]) do paths[#paths + 1] = line end
    wrk.headers["Cookie"] = arguments[2]
end

function request()
    at = at % #paths + 1
    return wrk.format("GET", wrk.path .. paths[at])
end
