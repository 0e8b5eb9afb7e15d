"""Scrapy's settings for every newspaper; `crawler.manners` adds what depends on one.

Meaning of each: https://docs.scrapy.org/en/latest/topics/settings.html
"""

BOT_NAME = "diembao"
SPIDER_MODULES = ["crawler.spiders"]

# Where things are, unless `crawler.crawl` says otherwise; relative to the current folder.
DIEMBAO_DATABASE = "data/diembao.db"
DIEMBAO_ARCHIVE = "data/archive"
DIEMBAO_CONTACT = ""
DIEMBAO_SITES_FOLDER = ""
DIEMBAO_LEASH = False

# Honest and patient.
USER_AGENT = "diembao/0.1"
ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
METAREFRESH_ENABLED = False  # front pages reload themselves; an article is what was asked for
AUTOTHROTTLE_ENABLED = True
DOWNLOAD_DELAY = 5.0
DOWNLOAD_DELAY_JITTER = 0.0  # never below the delay
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
    "Accept-Encoding": "gzip",  # what is archived can be read everywhere
}

# The odd world.
DOWNLOAD_MAXSIZE = 5 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 2
# 403 flickers: one paper's shield refused 5 of 12 requests and let 4 of them pass 15 s later.
RETRY_HTTP_CODES = [403, 408, 429, 500, 502, 503, 504, 522, 524]
REDIRECT_MAX_TIMES = 5
URLLENGTH_LIMIT = 0  # it would drop addresses without a word

HTTPCACHE_ENABLED = True
HTTPCACHE_POLICY = "crawler.revisit.Revisits"
HTTPCACHE_STORAGE = "crawler.revisit.Lists"

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.manners.OwnHosts": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.manners.Robots": 100,
    "crawler.manners.AsSent": 595,  # between HttpCompression (590) and the network
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    "crawler.revisit.Revisit": 900,
}
ITEM_PIPELINES = {"crawler.pipelines.Keep": 300}
EXTENSIONS = {
    "crawler.manners.Patience": 0,
    "crawler.report.Report": 0,
    "crawler.report.Leash": 0,
}

# Both let others run code in the crawler.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

LOG_LEVEL = "INFO"
LOGSTATS_INTERVAL = 300
