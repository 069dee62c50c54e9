-- For wrk: every request is another shopper with a session, address and idempotency key of their own, from another
-- network address, which the proxy in front of a node would name.
local tokens, keys, heads, pays, nth = {}, {}, {}, {}, 0
local run, first, again
-- The thread that asks; what is over is told by another state of Lua, which sees its globals only.
local asking

function setup(thread)
  asking = thread
end

function init(args)
  local file, host, offers = args[1], args[2], args[3]
  run, first, again = args[4], tonumber(args[5]), args[7] == "again"
  local count, line_nth = tonumber(args[6]), 0
  for line in io.lines(file) do
    line_nth = line_nth + 1
    if line_nth > first then tokens[#tokens + 1] = line end
    if line_nth == first + count then break end
  end
  for line in io.lines(offers) do
    local path, pay = string.match(line, "^(%S+) (%d+)$")
    heads[#heads + 1] = "POST " .. path .. " HTTP/1.1\r\nhost: " .. host .. "\r\norigin: http://" .. host
      .. "\r\ncontent-type: application/json\r\ncookie: dacu_shopper="
    pays[#pays + 1] = pay
  end
  -- Only then is an answer looked at.
  if again then response = learn end
  ready = os.clock()
end

function request()
  nth = nth + 1
  local mine = (nth - 1) % #tokens + 1
  local who = first + mine
  local offer = (nth - 1) % #heads + 1
  local key = table.remove(keys) or (run .. "-" .. nth)
  local body = '{"quantity":1,"expectedPayFen":' .. pays[offer] .. ',"address":{"recipient":"张伟","phone":"'
    .. string.format("139%08d", who) .. '","region":"310000","line":"浦东新区世纪大道' .. who .. '号"}}'
  return heads[offer] .. tokens[mine] .. "\r\nidempotency-key: " .. key
    .. "\r\nx-forwarded-for: 10." .. math.floor(who / 65536) % 256 .. "." .. math.floor(who / 256) % 256 .. "." .. who % 256
    .. "\r\ncontent-length: " .. #body .. "\r\n\r\n" .. body
end

-- A refusal brings the key of the next try.
function learn(status, headers, body)
  local key = string.match(body, '"nextKey":"([^"]+)"')
  if key then keys[#keys + 1] = key end
end

function done(summary, latency, requests)
  io.write(string.format(
    'RESULT {"requests":%d,"us":%d,"refused":%d,"broken":%d,"p50Us":%d,"p99Us":%d,"cpuUs":%d}\n',
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99), (os.clock() - asking:get("ready")) * 1e6))
end
